"""Two records row by row, and beside them what a merge would make of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.web.record.facts import Row, Said
from service.web.record.people import Person
from service.web.record.sheet import Sheet
from service.web.words import Language

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A field of both records; `merged` is what the merged record would say, `how` whether they agree.

    `how` is `same`, `differs`, `conflict` (the merged record would show one that neither has), or empty where one of
    them says nothing.
    """

    group: str
    field: str
    left: Row | None
    right: Row | None
    merged: Row | None
    how: str


def lines_of(left: Sheet, right: Sheet, merged: Sheet | None, language: Language) -> list[Line]:
    """Whatever either record says, in the order of a record's page."""
    ours, theirs, both = (dict(_rows(one, language)) if one else {} for one in (left, right, merged))
    keys = list(dict.fromkeys([*ours, *theirs, *both]))
    order = {key: n for n, key in enumerate(_ordered(keys))}
    return [_line(key, ours.get(key), theirs.get(key), both.get(key)) for key in sorted(keys, key=order.__getitem__)]


def _ordered(keys: list[Key]) -> list[Key]:
    """Fields of one group together, groups as they come first."""
    groups = list(dict.fromkeys(group for group, _ in keys))
    return [key for group in groups for key in keys if key[0] == group]


def _rows(sheet: Sheet, language: Language) -> Iterator[tuple[Key, Row]]:
    if sheet.names:
        yield ("", "names"), Row("names", tuple(one.said for one in sheet.names))
    for row in sheet.rows:
        yield ("", row.field), row
    for instance in sheet.instances:
        for row in instance.rows:
            yield (instance.name, row.field), row
    for n, person in enumerate(sheet.defendants, start=1):
        group = language.say("review.defendant_n", n=n)
        for row in _person_rows(person):
            yield (group, row.field), row


def _person_rows(person: Person) -> Iterator[Row]:
    yield Row("names", tuple(one.said for one in person.names))
    yield from person.rows
    if person.charges:
        yield Row("charges", tuple(Said(one.article, None, one.citations) for one in person.charges))
    if person.standing:
        yield Row("sentence", (person.standing,))


def _line(key: Key, left: Row | None, right: Row | None, merged: Row | None) -> Line:
    return Line(*key, left, right, merged, _how(left, right, merged))


def _how(left: Row | None, right: Row | None, merged: Row | None) -> str:
    if merged and merged.conflict and not (left and left.conflict) and not (right and right.conflict):
        return "conflict"
    if not left or not right:
        return ""
    return "same" if _texts(left) == _texts(right) else "differs"


def _texts(row: Row) -> set[str]:
    return {one.text for one in row.shown}


def moved(seen: Mapping[str, int], pair: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """The records that are no longer at the version seen: id, that version, the present one."""
    sides = ((pair[side]["id"], seen[side], pair[side]["version"]) for side in ("left", "right"))
    return [(id_, then, now) for id_, then, now in sides if then != now]
