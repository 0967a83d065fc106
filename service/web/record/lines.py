"""A record in a line: what tells it from its namesakes in a list of results."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from schemas.exports.cells import value_of
from service.web.dates import date_in_words
from service.web.record import values
from service.web.record.sentences import charge_in_words, sentence_in_words
from service.web.words import Language

Document = Mapping[str, Any]
MOST_DEFENDANTS: Final = 2


def line_of(document: Document, language: Language) -> list[str]:
    """`killed 16 November 2022`, `born 1985`, `Yelizovo, Kamchatka`, `private`: only what the record says."""
    parts = _casualty if document["kind"] == "casualty" else _case
    return [part for part in parts(document, language) if part]


def _casualty(document: Document, language: Language) -> Iterator[str]:
    status, died = value_of(document["status"]), value_of(document["died"])
    word = language.name("status", status) if status else ""
    yield f"{word} {date_in_words(died, language)}".strip() if died else word
    yield from _person(document, language)


def _person(person: Document, language: Language) -> Iterator[str]:
    born, home, rank = value_of(person["born"]), value_of(person["home"]), value_of(person["rank"])
    yield language.say("line.born", date=date_in_words(born, language)) if born else ""
    yield values.place(home, language) if home else ""
    yield ", ".join(language.name("category", one["value"]) for one in person["categories"])
    yield values.rank(rank, language) if rank else ""


def _case(document: Document, language: Language) -> Iterator[str]:
    yield language.say("line.case")
    yield values.court(value_of(document["court"]), language)
    yield ", ".join(one["value"] for one in document["case_numbers"])
    for defendant in document["defendants"][:MOST_DEFENDANTS]:
        yield from _defendant(defendant, language)


def _defendant(defendant: Document, language: Language) -> Iterator[str]:
    yield "; ".join(charge_in_words(one, language) for one in defendant["charges"][:MOST_DEFENDANTS])
    standing = defendant["sentence"]
    stage = value_of(defendant["stage"])
    if standing and standing["sentence"]:
        yield sentence_in_words(standing["sentence"], language)
    elif stage:
        yield language.name("stage", stage)
