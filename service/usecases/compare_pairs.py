"""Comparing pairs of people from a sheet: no registry, no prior, each pair by itself."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from matching.explain import explain
from matching.model import SHIPPED, Weights
from matching.score import score
from schemas.look_up import MatchQuery
from schemas.problem import field_problems
from service.errors import Unprocessable
from service.readers.delimited import open_delimited
from service.readers.files import rereadable
from service.readers.rows import Cells
from service.registry.query import profile_of_query

EVEN = 0.0
"""log2 of even odds."""
FIELDS = tuple(name for name in MatchQuery.model_fields if name != "kind")
_OF_A_CASE = frozenset({"court", "article", "case_number", "uid"})
_PAIRED = re.compile(r"([a-z_]+)([12])")

Columns = Mapping[int, Mapping[str, int]]
"""For each side, 1 and 2, the place of each field in a row."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One pair: its line and cells as read, its score (None when the row can't be compared), and why."""

    line: int
    values: tuple[str, ...]
    score: float | None
    explanation: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """An opened sheet of pairs: its columns, those that look like a field and are none, and the pairs in order."""

    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    rows: Iterator[Compared]


@contextmanager
def compare_pairs(path: Path, weights: Weights = SHIPPED) -> Iterator[Pairs]:
    """The pairs of a CSV file (or pipe; `-` is standard input) with columns `name1,name2` and, where known,
    `born1,born2,region1,region2` …

    Raises UnreadableFile; Unprocessable when the columns don't hold two names.
    """
    with rereadable(path) as file, open_delimited(file) as sheet:
        columns = _columns(sheet.columns)
        yield Pairs(sheet.columns, _unknown(sheet.columns), (_compare(row, columns, weights) for row in sheet.rows))


def _columns(header: Sequence[str]) -> Columns:
    found: dict[int, dict[str, int]] = {1: {}, 2: {}}
    for place, name in enumerate(header):
        match = _PAIRED.fullmatch(name.strip().lower())
        if match and match[1] in FIELDS:
            found[int(match[2])][match[1]] = place
    for side, fields in found.items():
        if not fields.keys() & {"name", "family"}:
            raise Unprocessable(f"The sheet has no column name{side}; it needs name1 and name2.")
    return found


def _unknown(header: Sequence[str]) -> tuple[str, ...]:
    paired = {name: _PAIRED.fullmatch(name.strip().lower()) for name in header}
    return tuple(name for name, match in paired.items() if match and match[1] not in FIELDS)


def _compare(row: Cells, columns: Columns, weights: Weights) -> Compared:
    if row.problem:
        return Compared(row.line, row.values, None, row.problem)
    try:
        left, right = (_query(row, columns[side], side) for side in (1, 2))
    except Unprocessable as error:
        return Compared(row.line, row.values, None, error.detail)
    persons = (profile_of_query(side, None) for side in (left, right))
    found = score(*persons, prior=EVEN, weights=weights)
    return Compared(row.line, row.values, found.probability, _in_words(explain(found)))


def _query(row: Cells, fields: Mapping[str, int], side: int) -> MatchQuery:
    """One side of a pair; Unprocessable names the column and what is wrong with it."""
    asked = {field: row.values[place] for field, place in fields.items()}
    asked["kind"] = "case" if _OF_A_CASE & fields.keys() else "casualty"
    try:
        query = MatchQuery.model_validate(asked)
    except ValidationError as error:
        wrong = field_problems(error, asked)[0]
        raise Unprocessable(f"{wrong.pointer.lstrip('/')}{side}: {wrong.detail}") from error
    if not any((query.name, query.family, query.given)):
        raise Unprocessable(f"name{side} is empty")
    return query


def _in_words(features: list[dict[str, object]]) -> str:
    """`family_name transliteration +12.1; given_name same +6.0`: log2 weights, whose sum is the score's log-odds."""
    told = [feature for feature in features if feature["feature"] != "prior"]
    return "; ".join(f"{f['feature']} {f.get('agreement', '')} {f['weight']:+.2f}" for f in told)
