"""A case's way through its instances, step by step, with what was decided for whom, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from schemas.dates import bounds
from service.registry.summary import UNNAMED
from service.web.dates import date_in_words
from service.web.filters import lang_of
from service.web.record.facts import Said
from service.web.record.sentences import charge_in_words, sentence_in_words
from service.web.record.values import court, place
from service.web.words import Language

Document = Mapping[str, Any]

INSTANCES: Final = ("first", "appeal", "cassation", "supervisory")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for one defendant: whom (empty where there is but one), in words, and what others say."""

    whom: str
    text: str
    charges: str
    quashed: bool
    citations: tuple[int, ...]
    others: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: when, what, where, and what was decided."""

    when: str
    what: str
    instance: str
    court: str
    court_lang: str | None
    text: str
    citations: tuple[int, ...]
    decisions: tuple[Decision, ...]


def timeline(document: Document, language: Language) -> list[Step]:
    """Every incident, step and decision of a case, the earliest first; what has no date stands with its instance."""
    dated = [*_incidents(document, language), *_steps(document, language)]
    return [step for _, step in sorted(dated, key=lambda one: one[0])]


Order = tuple[int, date, int]


def _order(when: str | None, instance: str) -> Order:
    """Dated ones by their first day; an undated one after all of its own instance and before the next."""
    rank = INSTANCES.index(instance)
    return (0, bounds(when).first, rank) if when else (1, date.max, rank)


def _incidents(document: Document, language: Language) -> Iterator[tuple[Order, Step]]:
    for one in document["incidents"]:
        where = place(one, language)
        text = one["text"] or language.say("record.redacted_text")
        when = one["date"]
        order = (0, bounds(when).first, -1) if when else (0, date.min, -1)
        yield order, Step(
            _when(when, language), language.name("event", "incident"), "", where, lang_of(where), text,
            tuple(one["citations"]), (),
        )  # fmt: skip


def _steps(document: Document, language: Language) -> Iterator[tuple[Order, Step]]:
    decisions = list(_decisions(document, language))
    for event in document["events"]:
        own = [one for key, _, one in decisions if key == _key(event)]
        decisions = [one for one in decisions if one[0] != _key(event)]
        yield _order(event["date"], event["instance"]), _step(event, own, language)
    for key in dict.fromkeys(key for key, _, _ in decisions):
        own = [one for other, _, one in decisions if other == key]
        raw = next(raw for other, raw, _ in decisions if other == key)
        yield _order(raw["date"], raw["instance"]), _step(raw, own, language)


def _key(one: Document) -> tuple[Any, ...]:
    return one["instance"], one["type"], one["date"]


def _step(event: Document, decisions: Sequence[Decision], language: Language) -> Step:
    where = court(event["court"], language)
    outcome = language.name("outcome", event["outcome"]) if event["outcome"] else ""
    return Step(
        _when(event["date"], language), language.name("event", event["type"]),
        language.name("instance", event["instance"]), where, lang_of(where), outcome, tuple(event["citations"]),
        tuple(decisions),
    )  # fmt: skip


def _when(edtf: str | None, language: Language) -> str:
    return date_in_words(edtf, language) if edtf else language.say("date.unknown")


def _decisions(document: Document, language: Language) -> Iterator[tuple[tuple[Any, ...], Document, Decision]]:
    several = len(document["defendants"]) > 1
    for defendant in document["defendants"]:
        whom = (defendant["display_name"] or UNNAMED) if several else ""
        for one in defendant["decisions"]:
            yield _key(one), one, _decision(one, whom, defendant, language)


def _decision(one: Document, whom: str, defendant: Document, language: Language) -> Decision:
    convicted = [charge for charge in defendant["charges"] if charge["outcome"] == "convicted"]
    named = one["verdict"] == "convicted" and one["instance"] == "first"
    charges = [charge_in_words(charge, language) for charge in convicted] if named else []
    others = tuple(Said(decided(other, language), None, tuple(other["citations"])) for other in one["alternatives"])
    return Decision(whom, decided(one, language), "; ".join(charges), one["quashed"], tuple(one["citations"]), others)


def decided(one: Document, language: Language) -> str:
    """The sentence in words, else the verdict; for how another source tells it, what differs."""
    parts = []
    if one.get("sentence"):
        parts.append(sentence_in_words(one["sentence"], language))
    elif one.get("verdict"):
        parts.append(language.name("verdict_of_court", one["verdict"]))
    if "alternatives" not in one:
        parts += [date_in_words(one["date"], language)] if one.get("date") else []
        parts += [court(one["court"], language)] if one.get("court") else []
        parts += [language.name("outcome", one["outcome"])] if one.get("outcome") else []
    return ", ".join(parts)
