"""A record's facts as rows: what is said, what says so, and what other sources say instead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from service.web.filters import lang_of
from service.web.record.values import TELLS
from service.web.words import Language

Document = Mapping[str, Any]
Fact = Mapping[str, Any]

CASUALTY: Final = (
    "status", "since", "died", "death_place", "wounded", "born", "birth_place", "sex", "home", "occupation",
    "categories", "rank", "unit", "position", "mobilised_on", "burial", "notes",
)  # fmt: skip
DEFENDANT: Final = (
    "described_as", "count", "stage", "ground", "born", "birth_place", "sex", "minor", "home", "categories", "rank",
    "unit", "position",
)  # fmt: skip
INSTANCE: Final = ("court", "judge", "uid")


@dataclass(frozen=True, slots=True)
class Said:
    """A value in words, its language, the numbers of its citations, and how sources printed it where that differs."""

    text: str
    lang: str | None
    citations: tuple[int, ...]
    printed: tuple["Said", ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A field: its name, what is shown (several in a list), what other sources say, and whether they conflict."""

    field: str
    shown: tuple[Said, ...]
    others: tuple[Said, ...] = ()
    conflict: bool = False
    removed: bool = False


def casualty_rows(document: Document, language: Language) -> list[Row]:
    """The facts of a soldier."""
    return list(_rows(document, CASUALTY, document["conflicts"], language))


def defendant_rows(defendant: Document, conflicts: Sequence[str], language: Language) -> list[Row]:
    """The facts of a defendant; `conflicts` are the record's, by path. That there is one of him is not worth a row."""
    own = [path.removeprefix(f"defendants.{defendant['id']}.") for path in conflicts]
    rows = _rows(defendant, DEFENDANT, own, language)
    return [row for row in rows if row.field != "count" or [one.text for one in row.shown] != ["1"]]


def instance_rows(instance: Document, language: Language) -> list[Row]:
    """The court of an instance, the numbers of the case there, judge and identifier."""
    rows = list(_rows(instance, INSTANCE, (), language))
    numbers = tuple(Said(one["value"], None, tuple(one["citations"])) for one in instance["case_numbers"])
    return [*rows[:1], *([Row("case_numbers", numbers)] if numbers else []), *rows[1:]]


def _rows(holder: Document, fields: Sequence[str], conflicts: Sequence[str], language: Language) -> Iterator[Row]:
    for field in fields:
        held = holder[field]
        if isinstance(held, list):
            if held:
                yield Row(field, tuple(_entry(field, one, language) for one in held), conflict=field in conflicts)
        elif held:
            yield _fact(field, held, field in conflicts, language)


def _entry(field: str, entry: Fact, language: Language) -> Said:
    if field == "notes":
        return Said(entry["text"] or language.say("record.redacted_text"), None, tuple(entry["citations"]))
    return _said(field, entry, language)


def _fact(field: str, fact: Fact, conflict: bool, language: Language) -> Row:
    others = tuple(_said(field, one, language) for one in fact["alternatives"])
    if fact["value"] is None:
        printed = _printed(fact, "")
        return Row(field, printed, others, conflict, removed=not printed)
    return Row(field, (_said(field, fact, language),), others, conflict)


def _said(field: str, fact: Fact, language: Language) -> Said:
    told = TELLS[field](fact["value"], language) if field in TELLS else str(fact["value"])
    return Said(told, lang_of(told), tuple(fact["citations"]), _printed(fact, told))


def _printed(fact: Fact, told: str) -> tuple[Said, ...]:
    reported = fact.get("as_reported") or ()
    return tuple(
        Said(one["text"], lang_of(one["text"]), tuple(one["citations"]))
        for one in reported
        if one["text"] and one["text"] != told
    )
