"""A checked mapping of a sheet's columns to a report's fields, as values; `mapping_file` reads it from TOML."""

from dataclasses import dataclass

from schemas.base import Kind
from service.readers.convert import Convert
from service.readers.paths import EACH, FieldPath

Scalar = bool | int | float | str


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What one column gives: the field, how its text is read, and whether it must be there.

    `split` parts a cell into several values: items of a list of plain values (`many`), or one list item each (`[]`).
    """

    column: str
    path: FieldPath
    convert: Convert
    many: bool = False
    split: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Constant:
    """The same value in every row. With `beside_columns` it stands only where a cell has filled something beside it."""

    path: FieldPath
    value: Scalar | tuple[Scalar, ...]
    beside_columns: bool = False


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Every path leads to a field of the contract, none is given twice, and nothing that a report needs is missing."""

    kind: Kind
    rules: tuple[ColumnRule, ...]
    constants: tuple[Constant, ...] = ()
    ignored: frozenset[str] = frozenset()
    sheet: str | None = None
    header_row: int | None = None
    encoding: str | None = None
    delimiter: str | None = None


def clashes(rules: tuple[ColumnRule, ...], constants: tuple[Constant, ...]) -> list[str]:
    """What two parts of a mapping say differently of one field, in words."""
    paths = [rule.path for rule in rules] + [constant.path for constant in constants]
    twice = {path for path in paths if paths.count(path) > 1}
    lists = {(path[:at], step == EACH) for path in paths for at, step in enumerate(path) if at and _is_item(step)}
    mixed = {prefix for prefix, each in lists if each and (prefix, False) in lists}
    return [f"{dotted(path)} is given twice" for path in sorted(twice, key=dotted)] + [
        f"{dotted(prefix)} is written both with [] and with a number" for prefix in sorted(mixed, key=dotted)
    ]


def missing(kind: Kind, rules: tuple[ColumnRule, ...], constants: tuple[Constant, ...]) -> list[str]:
    """What every report of `kind` needs and neither a column nor a constant gives, in words."""
    given = [rule.path for rule in rules] + [constant.path for constant in constants]
    return [
        f"nothing gives {words}, which every report needs" for words, paths in _NEEDED[kind] if not _any(given, paths)
    ]


def dotted(path: FieldPath) -> str:
    """The path as a mapping writes it."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else step if step == EACH else f".{step}"
    return text.removeprefix(".")


_Needed = tuple[tuple[str, tuple[FieldPath, ...]], ...]
_DOCUMENT: _Needed = (
    ("document.source", (("document", "source"),)),
    ("document.url or document.title", (("document", "url"), ("document", "title"))),
)
_NEEDED: dict[str, _Needed] = {
    "casualty": (
        *_DOCUMENT,
        ("casualty.status", (("casualty", "status"),)),
        ("a name (casualty.names[0].full)", (("casualty", "names"),)),
    ),
    "case": (
        *_DOCUMENT,
        (
            "a defendant, case.case_numbers or case.uid",
            (("case", "defendants"), ("case", "case_numbers"), ("case", "uid")),
        ),
    ),
}


def _any(given: list[FieldPath], wanted: tuple[FieldPath, ...]) -> bool:
    return any(path[: len(prefix)] == prefix for path in given for prefix in wanted)


def _is_item(step: str | int) -> bool:
    return isinstance(step, int) or step == EACH
