"""JSON read strictly (RFC 8259, RFC 7493): what two readers could understand differently is refused.

Refused as unreadable: invalid UTF-8, lone surrogates, NUL, NaN, infinities and numbers beyond 2^53, a name twice in one
object, nesting deeper than any contract. In a batch of reports such an item is refused alone, in its place.
"""

import json
import math
from collections.abc import Iterator
from typing import Any, Final

from schemas.problem import pointer
from service.errors import Unprocessable, Unreadable

DEEPEST: Final = 64
LARGEST: Final = 2**53
_BOM: Final = b"\xef\xbb\xbf"


class _Twice(dict[str, Any]):
    """An object in which a name stood twice."""

    def __init__(self, found: dict[str, Any], name: str) -> None:
        super().__init__(found)
        self.name = name


def read_json(body: bytes) -> Any:
    """The value of `body`; Unreadable with the reason in words."""
    value, doubtful = _parse(body)
    if doubtful or body.count(b"[") + body.count(b"{") > DEEPEST:
        _refuse(value)
    return value


def read_array(body: bytes) -> list[Any]:
    """The items of a JSON array; one that is JSON in form but can't be trusted is an Unreadable in its place.

    Raises Unreadable when the whole is not JSON, Unprocessable when it is no array.
    """
    value, doubtful = _parse(body)
    if not isinstance(value, list):
        raise Unprocessable.at("", "send a JSON array of reports, or one report a line as application/x-ndjson")
    return [_checked(item) for item in value] if doubtful else value


def read_lines(body: bytes) -> list[Any]:
    """The values of newline-delimited JSON; a line that can't be read is an Unreadable in its place."""
    lines = body.removeprefix(_BOM).split(b"\n")
    return [_line(number, line) for number, line in enumerate(lines, start=1) if line.strip(b" \t\r")]


def _line(number: int, line: bytes) -> Any:
    try:
        return read_json(line)
    except Unreadable as error:
        return Unreadable(f"Line {number}: {error.detail}", errors=error.errors)


def _checked(item: Any) -> Any:
    try:
        _refuse(item)
    except Unreadable as error:
        return error
    return item


def _parse(body: bytes) -> tuple[Any, bool]:
    """The value, and whether it has to be looked through: it may hold NUL or lone surrogates (which only an escape
    can write), a number that other readers would round, or an object that names something twice, a `_Twice`.
    """
    try:
        text = body.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        raise Unreadable(f"Not UTF-8: the byte at position {error.start} begins no character.") from None
    hooks = _Hooks(b"\\u" in body)
    try:
        value = json.loads(
            text,
            object_pairs_hook=hooks.read_object,
            parse_int=hooks.read_int,
            parse_float=hooks.read_float,
            parse_constant=hooks.read_constant,
        )
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"Not JSON: {error.msg.removesuffix(' at')} at line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise Unreadable("Nested too deeply.") from None
    return value, hooks.doubtful


class _Hooks:
    """What the parser calls; `doubtful` once anything was read that `_refuse` would refuse."""

    def __init__(self, doubtful: bool) -> None:
        self.doubtful = doubtful

    def read_object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        self.doubtful = True
        names = [name for name, _ in pairs]
        return _Twice(found, max(names, key=names.count))

    def read_int(self, digits: str) -> float:
        if len(digits) < 16:
            return int(digits)
        self.doubtful = True
        return float(digits) if len(digits) > 20 else int(digits)

    def read_float(self, digits: str) -> float:
        number = float(digits)
        self.doubtful |= math.isinf(number)
        return number

    def read_constant(self, name: str) -> float:
        self.doubtful = True
        return float(name)


def _refuse(value: Any) -> None:
    """Raise Unreadable for a value that can't be stored or that two readers would understand differently."""
    for depth, one in _walk(value):
        if depth > DEEPEST:
            raise Unreadable(f"Nested more than {DEEPEST} levels deep.")
        if isinstance(one, _Twice):
            raise _refusal(value, one, f"The name {one.name[:80]!r} stands twice in one object.")
        if isinstance(one, str):
            problem = _text_problem(one)
            if problem:
                raise _refusal(value, one, problem)
        elif isinstance(one, int | float) and not abs(one) <= LARGEST:
            raise _refusal(value, one, "A number is not finite, or larger than 2^53.")


def _text_problem(text: str) -> str | None:
    if "\0" in text:
        return "Text must not hold the character U+0000."
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return "Text must not hold half of a surrogate pair."
    return None


def _refusal(value: Any, bad: Any, problem: str) -> Unreadable:
    """`problem` with the place of the first value in `value` that is `bad`; a bad name is told by its object's."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while waiting:
        steps, one = waiting.pop()
        if one is bad or (isinstance(one, dict) and any(name is bad for name in one)):
            return Unreadable.at(pointer(steps), problem)
        if len(steps) <= DEEPEST and isinstance(one, dict | list):
            inner = one.items() if isinstance(one, dict) else enumerate(one)
            waiting.extend(((*steps, step), part) for step, part in reversed([*inner]))
    return Unreadable(problem)


def _walk(value: Any) -> Iterator[tuple[int, Any]]:
    """Every value and every name inside, with its depth."""
    waiting = [(0, value)]
    while waiting:
        depth, one = waiting.pop()
        yield depth, one
        if isinstance(one, dict):
            waiting.extend((depth + 1, inner) for pair in one.items() for inner in pair)
        elif isinstance(one, list):
            waiting.extend((depth + 1, inner) for inner in one)
