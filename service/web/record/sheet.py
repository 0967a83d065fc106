"""A whole record as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.web.record.facts import Row, casualty_rows, instance_rows
from service.web.record.people import Name, Person, defendants_of, names_of
from service.web.record.timeline import Step, timeline
from service.web.words import Language

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance of a case: its name, and what is known of court and numbers."""

    name: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page shows; of a casualty there are `rows`, of a case `defendants`, `instances` and `steps`."""

    document: Document
    name: str
    latin: str
    names: Sequence[Name]
    rows: Sequence[Row]
    defendants: Sequence[Person]
    instances: Sequence[Instance]
    steps: Sequence[Step]
    conflicts: Sequence[str]
    redacted: Sequence[str]


def sheet_of(document: Document, language: Language) -> Sheet:
    """Everything that the record says, in words."""
    is_case = document["kind"] == "case"
    name, latin = document["display_name"], document["display_name_latin"]
    return Sheet(
        document=document,
        name=name or latin or language.say("record.unnamed"),
        latin=latin if name and latin and latin != name else "",
        names=() if is_case else names_of(document),
        rows=() if is_case else casualty_rows(document, language),
        defendants=defendants_of(document, language) if is_case else (),
        instances=[_instance(one, language) for one in document["instances"]] if is_case else (),
        steps=timeline(document, language) if is_case else (),
        conflicts=[field_in_words(path, document, language) for path in document["conflicts"]],
        redacted=[field_in_words(path, document, language) for path in document["redacted"]],
    )


def _instance(one: Document, language: Language) -> Instance:
    return Instance(language.name("instance", one["instance"]), instance_rows(one, language))


def field_in_words(path: str, document: Document, language: Language) -> str:
    """`died` as `Died`, `defendants.d1.born` as `Тестов Тест: Born`; what is unnamed goes by its label."""
    parts = path.split(".")
    if parts[0] != "defendants" or len(parts) < 2:
        return language.name("field", parts[-1])
    names = {one["id"]: one["display_name"] for one in document.get("defendants") or ()}
    whom = names.get(parts[1]) or parts[1]
    return f"{whom}: {language.name('field', parts[2])}" if len(parts) > 2 else whom
