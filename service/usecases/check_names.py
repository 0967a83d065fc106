"""Checking a sheet of names: each row gets a verdict, the best record, its score and the reasons in words."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from schemas.exports.sheet import Value
from schemas.look_up import MAX_QUERIES, KindAsked
from service.errors import PoimennoError, TooLarge, Unprocessable
from service.readers.people import open_people
from service.readers.rows import Cells
from service.registry.summary import shown_name
from service.registry.words import Phrase, phrases_of, say
from service.storage.engine import Database
from service.usecases.asked_facts import read_facts
from service.usecases.look_up import match
from service.usecases.progress import Progress, silent

Query = Mapping[str, str]
Result = Mapping[str, Any]
Ask = Callable[[Mapping[str, Query]], Awaitable[Mapping[str, Result]]]
"""Answers up to 500 queries as `POST /v1/match` does, each with its best candidate, explained."""

RESULT_COLUMNS: Final = ("verdict", "record", "record_name", "score", "namesakes", "link", "explanation")
_NAMING: Final = ("name", "family", "given")
MOST_TEXT: Final = 32 * 2**20
"""Characters of all cells that are held at once."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One row: its line, its cells with those of `RESULT_COLUMNS` after them, and why it was not (wholly) looked up."""

    line: int
    values: tuple[Value, ...]
    problem: str | None


@dataclass(frozen=True, slots=True)
class People:
    """A sheet in memory: its columns without results of an earlier check, where each field is, its rows."""

    columns: tuple[str, ...]
    places: Mapping[str, int]
    rows: Sequence[Cells]


def read_people(
    path: Path,
    *,
    named: Mapping[str, str],
    sheet: str | None = None,
    encoding: str | None = None,
    most: int | None = None,
) -> People:
    """Read a sheet of people, at most `most` rows and with these 32 M characters.

    Raises UnreadableFile, WrongMapping, TooLarge.
    """
    with open_people(path, named=named, sheet=sheet, encoding=encoding) as found:
        rows: list[Cells] = []
        held = 0
        for row in found.rows:
            held += sum(map(len, row.values))
            rows.append(row)
            if most is not None and (len(rows) > most or held > MOST_TEXT):
                raise TooLarge(f"The sheet has more than {most:,} rows, or too much text; send it in parts.")
    width = len(found.columns)
    if found.columns[-len(RESULT_COLUMNS) :] == RESULT_COLUMNS:
        width -= len(RESULT_COLUMNS)
    return People(found.columns[:width], found.places, rows)


def named_columns(given: list[str]) -> dict[str, str]:
    """Headings by field from `field=heading`. Raises Unprocessable."""
    pairs = [one.partition("=") for one in given]
    if any(not field.strip() or not heading.strip() for field, _, heading in pairs):
        raise Unprocessable("A column is named as field=heading, such as name=Имя.")
    return {field.strip(): heading.strip() for field, _, heading in pairs}


def ask_here(db: Database) -> Ask:
    """Ask this registry."""

    async def ask(queries: Mapping[str, Query]) -> Mapping[str, Result]:
        results: Mapping[str, Result] = (await match(db, queries=queries, limit=1))["results"]
        return results

    return ask


async def check_names(
    people: People,
    *,
    ask: Ask,
    base: str,
    kind: KindAsked = "any",
    batch: int = MAX_QUERIES,
    progress: Progress = silent,
) -> AsyncIterator[Checked]:
    """The rows in order, `batch` of them asked at once; `base` is the address under which links lead
    to `casualties/` and `cases/`.

    A row without a name, or one that doesn't parse, gets no verdict; a cell that can't be read is left out. Both are
    told in the row and in its `problem`.
    """
    rows, done = iter(people.rows), 0
    while some := list(islice(rows, batch)):
        read = [_read(row, people.places, people.columns) for row in some]
        asked = {str(n): {**one.query, "kind": kind} for n, one in enumerate(read) if not one.rejected}
        results = await ask(asked) if asked else {}
        for n, one in enumerate(read):
            yield _checked(one, results.get(str(n)), len(people.columns), base)
        done += len(some)
        progress("checking", done, len(people.rows))


@dataclass(frozen=True, slots=True)
class _Read:
    """A row understood: the query, the columns left out with the reason, or why there is nothing to ask."""

    row: Cells
    query: Query
    left_out: Mapping[str, str]
    rejected: str | None


def _read(row: Cells, places: Mapping[str, int], columns: Sequence[str]) -> _Read:
    if row.problem:
        return _Read(row, {}, {}, row.problem)
    query, wrong = read_facts({field: row.values[place] for field, place in places.items()})
    left_out = {f"«{columns[places[field]]}»": why for field, why in wrong.items()}
    unnamed = [f"{column}: {why}" for column, why in left_out.items()] or ["there is no name"]
    named = any(query.get(field) for field in _NAMING)
    return _Read(row, query, left_out, None if named else "; ".join(unnamed))


def _checked(one: _Read, result: Result | None, width: int, base: str) -> Checked:
    values = one.row.values[:width]
    why = one.rejected or _problem_in(result)
    if why or result is None:
        told = say(iter([("rejected", {"why": why})]))
        return Checked(one.row.line, (*values, *("",) * (len(RESULT_COLUMNS) - 1), told), why)
    notes: list[Phrase] = [("left_out", {"column": name, "why": text}) for name, text in one.left_out.items()]
    told = say(iter([*phrases_of(result), *notes]))
    wrong = "; ".join(f"{name}: {text}" for name, text in one.left_out.items())
    return Checked(one.row.line, (*values, *_cells(result, base), told), wrong or None)


def _problem_in(result: Result | None) -> str | None:
    """Why a query was refused, by this registry (an error) or by another (a problem document)."""
    problem = result and result.get("problem")
    if not problem:
        return None
    return problem.detail if isinstance(problem, PoimennoError) else str(problem["detail"])


def _cells(result: Result, base: str) -> tuple[Value, ...]:
    """Those of `RESULT_COLUMNS` but the last; no record for one that isn't listed."""
    verdict, namesakes = result["verdict"], result["namesakes"]
    best = next(iter(result["candidates"]), None) if verdict != "not_listed" else None
    if best is None:
        return verdict, "", "", "", namesakes, ""
    plural = "casualties" if best["kind"] == "casualty" else "cases"
    link = f"{base}/{plural}/{best['id']}"
    return verdict, best["id"], shown_name(best), round(best["score"], 4), namesakes, link


def columns_of(people: People) -> tuple[str, ...]:
    """The heading of the checked sheet."""
    return (*people.columns, *RESULT_COLUMNS)
