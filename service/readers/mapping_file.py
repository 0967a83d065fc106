"""A mapping as people write it: a TOML file that says which column gives which field.

kind = "casualty"
ignore = ["№"]                                # columns that are known and not wanted

[file]                                        # all optional: sheet, header_row, encoding, delimiter
sheet = "Лист1"

[constants]                                   # the same in every row
"document.source" = "example"

[columns."Дата гибели"]
to = "casualty.died"                          # a dotted path; names[0] is a list's first, charges[] one for each part
as = "date"                                   # text, date, number, age, duration, yes_no
formats = ["DD.MM.YYYY"]                      # of dates; EDTF is always read
required = true                               # the column, and a value in each row
split = ";"                                   # several values in a cell
values = {"двухсотый" = "killed"}             # words for codes, beside those of service.readers.vocabulary
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from schemas.base import Kind
from service.readers import convert
from service.readers.errors import WrongMapping
from service.readers.fields import Leaf, leaf_at
from service.readers.files import reading
from service.readers.mapping import ColumnMapping, ColumnRule, Constant, Scalar, clashes, missing
from service.readers.paths import EACH, FieldPath, parse_path
from service.readers.vocabulary import WORDS

_CONVERTERS: Mapping[str, convert.Convert] = {
    "text": convert.plain_text,
    "number": convert.number,
    "age": convert.age,
    "duration": convert.duration,
    "yes_no": convert.yes_no,
}
_BY_TYPE: Mapping[type, str] = {int: "number", float: "number", bool: "yes_no"}


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Column(_Table):
    to: str
    as_: Annotated[Literal["text", "date", "number", "age", "duration", "yes_no"] | None, Field(alias="as")] = None
    formats: list[str] = []
    required: bool = False
    split: Annotated[str, StringConstraints(min_length=1)] | None = None
    values: dict[str, str] = {}


class _File(_Table):
    sheet: str | None = None
    header_row: Annotated[int, Field(ge=1)] | None = None
    encoding: str | None = None
    delimiter: Literal[",", ";", "\t", "|"] | None = None


class _Mapping(_Table):
    kind: Kind
    ignore: list[str] = []
    file: _File = _File()
    constants: dict[str, Scalar | date | list[str]] = {}
    columns: Annotated[dict[str, _Column], Field(min_length=1)]


def load_mapping(path: Path) -> ColumnMapping:
    """The mapping in the TOML file `path`.

    Raises:
        WrongMapping: it isn't TOML, or says something that can't be; `detail` names every problem found.
        UnreadableFile: it can't be opened.
    """
    with reading(path):
        content = path.read_bytes()
    try:
        return build_mapping(tomllib.loads(content.decode("utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WrongMapping(f"{path.name} is not TOML: {error}") from error
    except WrongMapping as error:
        raise WrongMapping(f"{path.name}: {error.detail}") from error


def build_mapping(table: Mapping[str, object]) -> ColumnMapping:
    """The mapping that a parsed TOML document describes; WrongMapping names every problem found."""
    try:
        written = _Mapping.model_validate(dict(table))
    except ValidationError as error:
        found = (f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        raise WrongMapping("; ".join(found)) from error
    problems: list[str] = []
    rules = _rules(written, problems)
    constants = _constants(written, rules, problems)
    problems = problems or clashes(rules, constants) + missing(written.kind, rules, constants)
    if problems:
        raise WrongMapping("; ".join(problems))
    ignored = frozenset(" ".join(column.split()) for column in written.ignore)
    return ColumnMapping(written.kind, rules, constants, ignored, **written.file.model_dump())


def _rules(written: _Mapping, problems: list[str]) -> tuple[ColumnRule, ...]:
    rules = []
    for name, column in written.columns.items():
        try:
            rules.append(_rule(written.kind, " ".join(name.split()), column))
        except (WrongMapping, ValueError) as error:
            problems.append(f"column «{name}»: {error}")
    return tuple(rules)


def _rule(kind: Kind, name: str, column: _Column) -> ColumnRule:
    path = parse_path(column.to)
    leaf = _leaf(kind, path, column.to)
    if column.split and not (leaf.many or path.count(EACH) == 1):
        raise WrongMapping(f"`split` needs a list: «{column.to}» holds one value")
    if EACH in path and not column.split:
        raise WrongMapping(f"«{column.to}» needs `split`, which says where one item ends")
    return ColumnRule(name, path, _converter(leaf, column), leaf.many, column.split, column.required)


def _leaf(kind: Kind, path: FieldPath, written: str) -> Leaf:
    if path == ("kind",):
        raise WrongMapping("`kind` is said once, at the top of the mapping")
    return leaf_at(kind, path, written)


def _converter(leaf: Leaf, column: _Column) -> convert.Convert:
    if leaf.choices is not None:
        return _words(leaf, leaf.choices, column.values)
    if column.values:
        return convert.word_converter(column.values, column.values.values())
    if column.formats or column.as_ == "date":
        return convert.date_converter(column.formats or convert.DATE_FORMATS)
    return _CONVERTERS[column.as_ or _BY_TYPE.get(leaf.type, "text")]


def _words(leaf: Leaf, choices: frozenset[str], own: Mapping[str, str]) -> convert.Convert:
    unknown = sorted(set(own.values()) - choices)
    if unknown:
        raise WrongMapping(f"{leaf.name} can't be «{unknown[0]}»; it is one of {', '.join(sorted(choices))}")
    usual = {word: code for word, code in WORDS.get(leaf.name, {}).items() if code in choices}
    return convert.word_converter(usual | dict(own), choices)


def _constants(written: _Mapping, rules: tuple[ColumnRule, ...], problems: list[str]) -> tuple[Constant, ...]:
    constants = []
    for text, value in written.constants.items():
        try:
            path = parse_path(text)
            usable = _constant_value(_leaf(written.kind, path, text), value)
            constants.append(Constant(path, usable, _has_columns(path[:-1], rules)))
        except (WrongMapping, ValueError) as error:
            problems.append(f"constant «{text}»: {error}")
    return tuple(constants)


def _constant_value(leaf: Leaf, value: Scalar | date | list[str]) -> Scalar | tuple[Scalar, ...]:
    if isinstance(value, list) != leaf.many:
        raise WrongMapping("needs a list of values" if leaf.many else "needs one value, not a list")
    if isinstance(value, list):
        return tuple(str(_constant_value(Leaf(leaf.name, leaf.type, leaf.choices, False), item)) for item in value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    if leaf.choices is not None and value not in leaf.choices:
        raise WrongMapping(f"can't be «{value}»; it is one of {', '.join(sorted(leaf.choices))}")
    return value


def _has_columns(owner: FieldPath, rules: tuple[ColumnRule, ...]) -> bool:
    return len(owner) > 1 and any(rule.path[: len(owner)] == owner for rule in rules)
