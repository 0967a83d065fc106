"""NDJSON: one report on each line, UTF-8; a broken line is named and the others stand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from service.readers.errors import UnreadableFile
from service.readers.files import MAX_LINE, bounded_lines, reading, refuse_binary
from service.readers.rows import Row

_BOM = b"\xef\xbb\xbf"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")
_KEPT_RAW = 2_000


def read_ndjson(path: Path) -> Iterator[Row]:
    """Rows of the NDJSON file `path`, blank lines left out.

    A line of a corrected `*.rejected.ndjson` (an object of `rejected` and `row`) counts as the row it holds.

    Raises:
        UnreadableFile: the file can't be opened, or is not UTF-8 text at all.
    """
    with reading(path), path.open("rb") as file:
        _check_start(path, file.read(16))
        file.seek(0)
        for number, line, whole in bounded_lines(file):
            text = line.removeprefix(_BOM) if number == 1 else line
            if not whole:
                yield _bad(number, text, f"is longer than {MAX_LINE:,} bytes")
            elif text.strip():
                yield _read_line(number, text)


def _check_start(path: Path, head: bytes) -> None:
    refuse_binary(path, head)
    if head.startswith(_WIDE_BOMS):
        raise UnreadableFile(f"{path.name} is in UTF-16; NDJSON is read in UTF-8: save it so.")


def _bad(number: int, line: bytes, problem: str, field: str | None = None) -> Row:
    raw = line[:_KEPT_RAW].decode("utf-8", "backslashreplace")
    return Row(number, None, problem, field, raw if len(line) <= _KEPT_RAW else raw + "…")


def _read_line(number: int, line: bytes) -> Row:
    try:
        text = line.decode("utf-8")
        value = _unwrap(_loads(text))
    except UnicodeDecodeError as error:
        return _bad(number, line, f"is not UTF-8 at byte {error.start + 1}")
    except orjson.JSONDecodeError as error:
        return _bad(number, line, _json_problem(error, line))
    except _TwiceError as error:
        return _bad(number, line, f"names {error.name[:80]!r} twice in one object")
    if not isinstance(value, dict):
        return _bad(number, line, f"is {_kind_of(value)} where a report is a JSON object")
    if b"\\u0000" in line and (pointer := _find_nul(value)) is not None:
        return _bad(number, line, "holds a NUL character (U+0000)", pointer)
    return Row(number, value, raw=text)


class _TwiceError(Exception):
    """An object names something twice: two readers could understand it differently, and one value would be lost."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _loads(text: str) -> Any:
    """The value of a text. orjson is strict but for names that stand twice, which the slower reader is asked for."""
    value = orjson.loads(text)
    try:
        json.loads(text, object_pairs_hook=_refuse_twice, parse_int=float)
    except RecursionError:
        raise orjson.JSONDecodeError("depth limit exceeded", text, 0) from None
    return value


def _refuse_twice(pairs: list[tuple[str, Any]]) -> None:
    names = {name for name, _ in pairs}
    if len(names) < len(pairs):
        found = [name for name, _ in pairs]
        raise _TwiceError(max(found, key=found.count))


def _json_problem(error: orjson.JSONDecodeError, line: bytes) -> str:
    if line.strip() in (b"[", b"]", b"],") or line.startswith(b"[{"):
        return "is part of a JSON array; write each report on a line of its own, without brackets and commas"
    if "end of data" in error.msg or "EOF" in error.msg:
        return f"is not whole JSON: it breaks off after character {error.pos}"
    return f"is not JSON at character {error.pos + 1}: {error.msg.split(': line ')[0]}"


def _kind_of(value: object) -> str:
    return "a list" if isinstance(value, list) else "a lone value"


def _unwrap(value: object) -> object:
    if not isinstance(value, dict) or value.keys() != {"rejected", "row"}:
        return value
    row = value["row"]
    return _loads(row) if isinstance(row, str) else row


def _find_nul(value: object) -> str | None:
    """JSON Pointer of the first text or key with a NUL; a loop, since JSON may nest deeper than Python calls may."""
    stack: list[tuple[str, object]] = [("", value)]
    while stack:
        pointer, item = stack.pop()
        if isinstance(item, str) and "\0" in item:
            return pointer
        if isinstance(item, dict):
            if any("\0" in key for key in item):
                return pointer
            stack += [(f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}", inner) for key, inner in item.items()]
        elif isinstance(item, list):
            stack += [(f"{pointer}/{index}", inner) for index, inner in enumerate(item)]
    return None
