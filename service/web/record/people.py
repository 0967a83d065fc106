"""Whom a record is about: names in all spellings, a defendant's charges, measures and earlier convictions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.exports.cells import value_of
from service.web.dates import date_in_words, duration_in_words
from service.web.filters import lang_of
from service.web.record.facts import Row, Said, defendant_rows
from service.web.record.sentences import charge_in_words, sentence_in_words, title_of
from service.web.record.values import court
from service.web.words import Language

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as sources print it; `type` is a code, empty for a plain one."""

    said: Said
    type: str


@dataclass(frozen=True, slots=True)
class Charge:
    """A charge: the article, what it is about, the text as printed, how it ended, and how others tell that."""

    article: str
    title: str
    printed: str
    outcome: str
    others: tuple[Said, ...]
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A defendant; `standing` is the sentence that stands."""

    id: str
    name: str
    latin: str
    names: Sequence[Name]
    rows: Sequence[Row]
    charges: Sequence[Charge]
    pretrial: Sequence[Said]
    prior: Sequence[Said]
    standing: Said | None


def names_of(holder: Document) -> list[Name]:
    """All names, as printed, the fullest first."""
    found = sorted(holder["names"], key=lambda one: -len(one["full"]))
    return [
        Name(Said(one["full"], lang_of(one["full"], one["lang"]), tuple(one["citations"])),
             "" if one["type"] == "printed" else one["type"])
        for one in found
    ]  # fmt: skip


def defendants_of(document: Document, language: Language) -> list[Person]:
    """Everyone before the court in this case."""
    return [_person(one, document["conflicts"], language) for one in document["defendants"]]


def _person(one: Document, conflicts: Sequence[str], language: Language) -> Person:
    described = value_of(one["described_as"])
    return Person(
        id=one["id"],
        name=one["display_name"] or described or language.say("record.unnamed"),
        latin=one["display_name_latin"] if one["display_name_latin"] != one["display_name"] else "",
        names=names_of(one),
        rows=defendant_rows(one, conflicts, language),
        charges=[_charge(charge, language) for charge in one["charges"]],
        pretrial=[_measure(measure, language) for measure in one["pretrial"]],
        prior=[_prior(conviction, language) for conviction in one["prior_convictions"]],
        standing=_standing(one["sentence"], language),
    )


def _charge(one: Document, language: Language) -> Charge:
    text = charge_in_words(one, language)
    others = [
        Said(language.name("outcome", other["outcome"]), None, tuple(other["citations"]))
        for other in one.get("alternatives") or ()
    ]
    return Charge(
        article=text,
        title=title_of(one, language),
        printed=one["text"] if one["article"] and one["text"] else "",
        outcome=language.name("outcome", one["outcome"]) if one["outcome"] else "",
        others=tuple(others),
        citations=tuple(one["citations"]),
    )


def _measure(one: Document, language: Language) -> Said:
    parts = [
        language.name("measure", one["measure"]),
        language.say("record.ordered", date=date_in_words(one["ordered_on"], language)) if one["ordered_on"] else "",
        language.say("record.for_time", time=duration_in_words(one["duration"], language)) if one["duration"] else "",
        court(one["court"], language),
    ]
    return Said(", ".join(filter(None, parts)), None, tuple(one["citations"]))


def _prior(one: Document, language: Language) -> Said:
    articles = [language.say("charge.article", law="", article=number).strip() for number in one["articles"]]
    parts = [
        one["text"] or "",
        *articles,
        sentence_in_words(one["sentence"], language) if one["sentence"] else "",
        date_in_words(one["date"], language) if one["date"] else "",
    ]
    return Said(", ".join(filter(None, parts)), lang_of(one["text"]), tuple(one["citations"]))


def _standing(one: Document | None, language: Language) -> Said | None:
    if not one or not (one["sentence"] or one["verdict"]):
        return None
    said = (
        sentence_in_words(one["sentence"], language)
        if one["sentence"]
        else language.name("verdict_of_court", one["verdict"])
    )
    return Said(said, None, tuple(one["citations"]))
