"""What lists of records can be filtered by: each filter reads its values and becomes one condition.

Filters work on the public document alone: on the tags and dates that the fold took from it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, get_args

from matching.names.fold import fold_text
from schemas.base import Kind
from schemas.case import SentenceKind, Stage, Verdict
from schemas.casualty import Category, Status
from schemas.dates import DateRange, bounds
from schemas.reference.articles import article_problem
from schemas.reference.charges import parse_charges
from schemas.reference.regions import find_region
from service.errors import Unprocessable
from service.registry.inputs import Reference

DEAD: Final = ("killed", "died_of_wounds", "died_other")
"""The statuses that lists, exports and counts of casualties hold unless others are asked for."""
ALL: Final = "*"
STATUSES: Final = (*get_args(Status), "disputed", ALL)
STATES: Final = ("published", "withdrawn", "merged")
"""Of a record that isn't published nothing is stored but its tombstone, which its own address shows to anyone."""

_ARTICLE: Final = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)(?:/\d{1,2}(?:\.\d{1,2})?)?", re.ASCII)

Filters = Mapping[str, str | Sequence[str]]
Values = Sequence[str]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in SQL with a placeholder (`{0}`, `{1}` …) for each of its values."""

    sql: str
    values: tuple[Any, ...]


Read = Callable[[str, Values, Reference | None], Condition | None]


def conditions(kind: Kind, filters: Filters, reference: Reference | None) -> list[Condition]:
    """The conditions of a list; casualties are the dead unless `status` asks for others, or
    `needs_review` for all that wait: someone reported alive is no longer among the dead. Courts need `reference`.

    Raises Unprocessable naming the filter that is unknown or whose value is.
    """
    table = FILTERS[kind]
    for name in filters:
        if name not in table:
            raise _wrong(name, f"no such filter; there are {', '.join(table)}")
    asked = {"state": ["published"], **{name: _listed(given) for name, given in filters.items()}}
    read = [table[name](name, values, reference) for name, values in sorted(asked.items())]
    if kind == "casualty" and "status" not in asked and asked.get("needs_review") != ["true"]:
        read.append(_dead(asked["state"]))
    return [Condition("kind = {0}", (kind,)), *(condition for condition in read if condition is not None)]


def tags_asked(name: str, values: Values, reference: Reference | None) -> list[str]:
    """The tags that the filter `region` or `court` stands for, which mean the same of either kind; none for no values.

    Raises Unprocessable as `conditions` does.
    """
    condition = FILTERS["case"][name](name, values, reference) if values else None
    return list(condition.values[0]) if condition else []


def _dead(states: Values) -> Condition:
    """Tombstones have no status, so where they are asked for the status is asked of the others only."""
    dead = [f"status:{status}" for status in DEAD]
    return Condition("tags && {0}" if states == ["published"] else "(state <> 'published' OR tags && {0})", (dead,))


def _listed(given: str | Sequence[str]) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


def _wrong(name: str, detail: str) -> Unprocessable:
    return Unprocessable.at(f"/query/{name}", detail)


def _split(values: Values) -> list[str]:
    return [part.strip() for value in values for part in value.split(",")]


def _one_of(name: str, values: Values, known: Iterable[str]) -> list[str]:
    words = tuple(known)
    asked = _split(values)
    for value in asked:
        if value not in words:
            raise _wrong(name, f"{value[:80]!r} is none of {', '.join(words)}")
    return asked


def _words(tag: str, known: Iterable[str]) -> Read:
    """Any of some words of a fixed list."""

    def read(name: str, values: Values, _: Reference | None) -> Condition:
        return _tagged(tag, _one_of(name, values, known))

    return read


def _tagged(name: str, values: Iterable[str | None]) -> Condition:
    return Condition("tags && {0}", ([f"{name}:{value}" for value in values],))


def _states(name: str, values: Values, _: Reference | None) -> Condition:
    return Condition("state = ANY({0})", (_one_of(name, values, STATES),))


def _statuses(name: str, values: Values, _: Reference | None) -> Condition | None:
    asked = _one_of(name, values, STATUSES)
    return None if ALL in asked else _tagged(name, asked)


def _regions(name: str, values: Values, _: Reference | None) -> Condition:
    """Any of some regions; a country holds its regions."""
    codes = {value: find_region(value) for value in values}
    for value, code in codes.items():
        if code is None:
            raise _wrong(name, f"unknown region {value[:80]!r}: give an ISO 3166-2 code or a usual name")
    return _tagged(name, codes.values())


def _sources(name: str, values: Values, _: Reference | None) -> Condition:
    return _tagged(name, _split(values))


def _courts(name: str, values: Values, reference: Reference | None) -> Condition:
    """A court by its code, by a name that the list knows, or else by the name as printed."""
    return _tagged(name, (_court(value, reference) for value in values))


def _court(text: str, reference: Reference | None) -> str:
    code = text.strip().upper()
    if len(code) == 8 and code.isascii() and code[:2].isdigit() and code[2:4].isalpha():
        return code
    found = reference.courts.find(text) if reference else None
    return found.code if found else fold_text(text)


def _articles(name: str, values: Values, _: Reference | None) -> Condition:
    """`337`, `337.1`, with a part `337/5`, or as a charge is written: `ч. 5 ст. 337`."""
    return _tagged(name, (article for value in values for article in _articles_in(name, value)))


def _articles_in(name: str, text: str) -> Iterable[str]:
    written = _ARTICLE.fullmatch(text.strip())
    if written and article_problem(written[1], "uk_rf") is None:
        return [written[0]]
    charges = [charge for charge in parse_charges(text) if charge.article]
    if not charges:
        raise _wrong(name, f"{text[:80]!r} is no article of the Criminal Code; write `337`, `286.1` or `337/5`")
    return [f"{charge.article}/{charge.part}" if charge.part else str(charge.article) for charge in charges]


def _days(name: str, values: Values) -> DateRange:
    if len(values) != 1:
        raise _wrong(name, "give one date")
    try:
        return bounds(values[0])
    except ValueError as error:
        raise _wrong(name, str(error)) from error


def _overlap(column: str) -> Read:
    """Some day of the record's range lies in the range asked for."""

    def read(name: str, values: Values, _: Reference | None) -> Condition:
        days = _days(name, values)
        return Condition(f"{column}_from <= {{0}} AND {column}_to >= {{1}}", (days.last, days.first))

    return read


def _not_before(column: str) -> Read:
    return lambda name, values, _: Condition(f"{column} >= {{0}}", (_days(name, values).first,))


def _not_after(column: str) -> Read:
    return lambda name, values, _: Condition(f"{column} <= {{0}}", (_days(name, values).last,))


def _updated_since(name: str, values: Values, _: Reference | None) -> Condition:
    try:
        (at,) = (datetime.fromisoformat(value) for value in values)
    except ValueError as error:
        raise _wrong(name, "give one RFC 3339 time such as 2024-06-01T00:00:00Z") from error
    if at.tzinfo is None:
        raise _wrong(name, "give the time with its offset, such as 2024-06-01T00:00:00Z")
    return Condition("updated_at >= {0}", (at,))


def _needs_review(name: str, values: Values, _: Reference | None) -> Condition:
    wanted = _one_of(name, values, ("true", "false"))[-1]
    return Condition("(review <> '{{}}') = {0}", (wanted == "true",))


_BOTH: Final[Mapping[str, Read]] = {
    "state": _states,
    "region": _regions,
    "category": _words("category", get_args(Category)),
    "first_reported_from": _not_before("first_reported"),
    "source": _sources,
    "updated_since": _updated_since,
    "needs_review": _needs_review,
}
FILTERS: Final[Mapping[Kind, Mapping[str, Read]]] = {
    "casualty": {
        **_BOTH,
        "status": _statuses,
        "born": _overlap("born"),
        "died_from": _not_before("died_to"),
        "died_to": _not_after("died_from"),
    },
    "case": {
        **_BOTH,
        "court": _courts,
        "article": _articles,
        "outcome": _words("outcome", get_args(Verdict)),
        "stage": _words("stage", get_args(Stage)),
        "sentence_kind": _words("sentence", get_args(SentenceKind)),
        "event_from": _not_before("event_to"),
        "event_to": _not_after("event_from"),
    },
}
"""The filters of each kind of record, by their names in the contract."""
