"""Two versions of a record, side by side as a person reads them: field by field, word by word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import Any, Final

from service.web.dates import date_in_words
from service.web.record.facts import Row, Said
from service.web.record.people import Name, Person
from service.web.record.sheet import Sheet
from service.web.record.timeline import Step
from service.web.words import Language

Document = Mapping[str, Any]
Line = tuple[str, str]
"""A field's name in words, and one thing that it says."""

_TOKENS: Final = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text: `same` in both versions, `gone` from the later one, or that `came` with it."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that changed: what each version says of it; empty where it says nothing."""

    field: str
    before: tuple[tuple[Part, ...], ...]
    after: tuple[tuple[Part, ...], ...]


def differences(old: Sheet, new: Sheet, language: Language) -> list[Difference]:
    """What the later version says otherwise, in the order of the page; nothing where only numbering changed."""
    before, after = _by_field(old, language), _by_field(new, language)
    found = (_difference(field, before.get(field, ()), after.get(field, ())) for field in {**before, **after})
    return [one for one in found if one]


def _difference(field: str, before: Sequence[str], after: Sequence[str]) -> Difference | None:
    gone = [text for text in before if text not in after]
    came = [text for text in after if text not in before]
    if not gone and not came:
        return None
    if len(gone) == len(came) == 1:
        left, right = by_words(gone[0], came[0])
        return Difference(field, (left,), (right,))
    return Difference(
        field, tuple((Part("gone", text),) for text in gone), tuple((Part("came", text),) for text in came)
    )


def by_words(old: str, new: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both texts in parts: the words that one lacks of the other are marked."""
    left, right = _TOKENS.findall(old), _TOKENS.findall(new)
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return (
        tuple(_parts(((tag, left[a:b]) for tag, a, b, _, _ in blocks), "gone")),
        tuple(_parts(((tag, right[c:d]) for tag, _, _, c, d in blocks), "came")),
    )


def _parts(blocks: Iterator[tuple[str, list[str]]], how: str) -> Iterator[Part]:
    for tag, tokens in blocks:
        if tokens:
            yield Part("same" if tag == "equal" else how, "".join(tokens))


def _by_field(sheet: Sheet, language: Language) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field, text in _lines(sheet, language):
        if text:
            found.setdefault(field, []).append(text)
    return found


def _lines(sheet: Sheet, language: Language) -> Iterator[Line]:
    document = sheet.document
    for name in ("display_name", "display_name_latin"):
        yield language.name("field", name), document[name] or ""
    yield from _of_rows(sheet.rows, language)
    yield from _of_names(sheet.names, language)
    yield from chain.from_iterable(_of_step(step, language) for step in sheet.steps)
    for person in sheet.defendants:
        yield from ((f"{person.name}: {field}", text) for field, text in _of_person(person, language))
    for instance in sheet.instances:
        yield from ((f"{instance.name}: {field}", text) for field, text in _of_rows(instance.rows, language))
    yield language.name("field", "evidence"), _evidence(document, language)
    yield from ((language.name("field", "related"), one["id"]) for one in document["related"])
    yield from ((language.name("field", "related"), id_) for id_ in document["merged_ids"])
    yield from ((language.name("field", "citations"), _citation(one, language)) for one in document["citations"])


def _of_rows(rows: Sequence[Row], language: Language) -> Iterator[Line]:
    for row in rows:
        field = language.name("field", row.field)
        yield field, language.say("record.removed") if row.removed else ""
        yield from ((field, one.text) for one in row.shown)
        yield from ((language.say("history.others", field=field), one.text) for one in row.others)


def _of_names(names: Sequence[Name], language: Language) -> Iterator[Line]:
    yield from ((language.name("field", "names"), one.said.text) for one in names)


def _of_person(person: Person, language: Language) -> Iterator[Line]:
    yield language.say("record.stands"), person.standing.text if person.standing else ""
    for charge in person.charges:
        yield language.name("field", "charges"), ": ".join(filter(None, (charge.article, charge.outcome)))
    yield from _of_said("pretrial", person.pretrial, language)
    yield from _of_said("prior_convictions", person.prior, language)
    yield from _of_rows(person.rows, language)
    yield from _of_names(person.names, language)


def _of_said(field: str, entries: Sequence[Said], language: Language) -> Iterator[Line]:
    yield from ((language.name("field", field), one.text) for one in entries)


def _of_step(step: Step, language: Language) -> Iterator[Line]:
    decided = [
        ": ".join(
            filter(None, (one.whom, f"{one.text} ({language.say('record.quashed')})" if one.quashed else one.text))
        )
        for one in step.decisions
    ]
    parts = (step.when, step.instance, step.what, step.court, step.text, *decided)
    yield language.name("field", "timeline"), ", ".join(filter(None, parts))


def _evidence(document: Document, language: Language) -> str:
    evidence = document["evidence"]
    count = language.say("hit.sources", count=evidence["independent_sources"])
    return f"{language.name('grade', evidence['grade'])}, {count}"


def _citation(one: Document, language: Language) -> str:
    on = date_in_words(one["published_on"], language) if one["published_on"] else ""
    return ", ".join(filter(None, (one["title"] or one["url"], one["source"], on, one["locator"])))
