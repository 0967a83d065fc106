"""What matching compares of a report, and of a record."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from matching.profile import NameParts, Profile
from schemas.case import CaseFacts, Defendant, Punishment
from schemas.casualty import CasualtyFacts
from schemas.dates import bounds
from schemas.names import PersonName
from schemas.reference.case_uid import normalise_uid, uid_problem
from service.registry.charges import charge_values
from service.registry.court import read_court
from service.registry.evidence import Correction, Report
from service.registry.inputs import Reference
from service.registry.lattice import place_names
from service.registry.proceedings import number_values
from service.registry.readings import RANK_ORDER, born_of_age, place, rank

WHOLE_COUNTRIES: Final = frozenset({"RU", "UA"})
"""What says too little to agree or to differ from one of its regions."""

#: The step with which the first instance ends.
FIRST_VERDICT: Final = "sentenced"

Values = dict[str, Any]
"""Keyword arguments of `Profile.build`."""


def profiles_of_report(report: Report, reference: Reference) -> tuple[Profile, ...]:
    """The profiles of a report: one of a soldier, one of each defendant in the report's order; none of a correction."""
    if isinstance(report.facts, Correction):
        return ()
    return profiles_of_facts(report.facts, reference, report.document.published_on if report.document else None)


def profiles_of_facts(
    facts: CasualtyFacts | CaseFacts, reference: Reference, published_on: str | None = None
) -> tuple[Profile, ...]:
    """As `profiles_of_report`. A case without defendants has one profile, of the case itself.

    `published_on`: when an age was counted, where the facts do not say.
    """
    if isinstance(facts, CasualtyFacts):
        return (Profile.build(kind="casualty", **_soldier(facts, published_on)),)
    case = _case(facts, reference)
    people = [_person(one, one.age, published_on) | _accused(facts, i) for i, one in enumerate(facts.defendants)]
    return tuple(Profile.build(kind="case", **case, **person) for person in people or [{}])


def _soldier(facts: CasualtyFacts, published_on: str | None) -> Values:
    return _person(facts, facts.age, facts.died or published_on) | {"died": _spans(facts.died)}


def _person(facts: CasualtyFacts | Defendant, age: Any, counted: str | None) -> Values:
    places = [reading.value for one in (facts.home, facts.birth_place) if one and (reading := place(one))]
    aged = born_of_age(age, counted).value if age else None
    known = rank(facts.rank) if facts.rank else None
    return {
        "names": [_name_parts(name) for name in facts.names],
        "sex": facts.sex,
        "born": _spans(facts.born or aged),
        "regions": [region for region, _ in places if region and region not in WHOLE_COUNTRIES],
        "places": [part for _, name in places if name for part in place_names(name)],
        "ranks": [RANK_ORDER[known.value]] if known and known.value in RANK_ORDER else (),
        "categories": facts.categories,
        "units": [facts.unit] if facts.unit else (),
    }


def _name_parts(name: PersonName) -> NameParts:
    return (name.full or name.text, name.family, name.given, name.patronymic)


def _case(facts: CaseFacts, reference: Reference) -> Values:
    named = [facts.court, *(event.court for event in facts.events)]
    courts = [read_court(court, reference).value for court in named if court]
    return {
        "courts": [name for court in courts if (name := court.code or court.name)],
        "case_numbers": [value for text in facts.case_numbers for value in number_values(text)],
        "uids": _uids([facts.uid]) if facts.uid else (),
        "events": _spans(*(event.date for event in facts.events)),
        "verdicts": _spans(*(event.date for event in facts.events if event.type == FIRST_VERDICT)),
    }


def _accused(facts: CaseFacts, index: int) -> Values:
    defendant = facts.defendants[index]
    decided = [one.sentence for event in facts.events for one in event.decisions if one.defendant == index]
    articles = [value.article for charge in defendant.charges for value in charge_values(charge) if value.article]
    sentences = [defendant.sentence, *decided]
    return {"articles": articles, "sentences": [text for one in sentences if one and (text := _gravest(one))]}


def _gravest(sentence: Sequence[Punishment]) -> str | None:
    return next((sentence_text(one.kind, one.duration) for one in sentence if not one.additional), None)


def sentence_text(kind: str, duration: str | None) -> str | None:
    """The main punishment as it is compared (`imprisonment P3Y`); None when its length is not known."""
    return f"{kind} {duration}" if duration else kind if kind == "life_imprisonment" else None


def profiles_of_document(document: Mapping[str, Any]) -> tuple[Profile, ...]:
    """The profiles of a record: all that its reports say, values beside the chosen ones included."""
    if document["state"] != "published":
        return ()
    if document["kind"] == "casualty":
        return (Profile.build(kind="casualty", **_person_in(document), died=_spans(*_values(document["died"]))),)
    case = _case_in(document)
    people = [_person_in(one) | _accused_in(one) for one in document["defendants"]]
    return tuple(Profile.build(kind="case", **case, **person) for person in people or [{}])


def _person_in(facts: Mapping[str, Any]) -> Values:
    places = [*_values(facts["home"]), *_values(facts["birth_place"])]
    sex = facts["sex"]
    return {
        "names": [(one["full"], one["family"], one["given"], one["patronymic"]) for one in facts["names"]],
        "sex": sex["value"] if sex and not sex["alternatives"] else None,
        "born": _spans(*_values(facts["born"])),
        "regions": [one["region"] for one in places if one["region"] and one["region"] not in WHOLE_COUNTRIES],
        "places": [part for one in places if one["place"] for part in place_names(one["place"])],
        "ranks": [RANK_ORDER[one] for one in _values(facts["rank"]) if one in RANK_ORDER],
        "categories": [one["value"] for one in facts["categories"]],
        "units": list(_values(facts["unit"])),
    }


def _case_in(document: Mapping[str, Any]) -> Values:
    courts = [court for one in document["instances"] for court in _values(one["court"])]
    courts += _values(document["court"])
    decisions = [decision for one in document["defendants"] for decision in one["decisions"]]
    return {
        "courts": [name for court in courts if (name := court["code"] or court["name"])],
        "case_numbers": [one["value"] for one in document["case_numbers"]],
        "uids": _uids(_values(document["uid"])),
        "events": _spans(*(one["date"] for one in (*document["events"], *decisions))),
        "verdicts": _spans(*(one["date"] for one in document["events"] if one["type"] == FIRST_VERDICT)),
    }


def _accused_in(defendant: Mapping[str, Any]) -> Values:
    told = [one for decision in defendant["decisions"] for one in (decision, *decision["alternatives"])]
    sentences = [one["sentence"] for one in told if one.get("sentence")]
    main = [next((one for one in sentence if not one["additional"]), None) for sentence in sentences]
    return {
        "articles": [one["article"] for one in defendant["charges"] if one["article"]],
        "sentences": [text for one in main if one and (text := sentence_text(one["kind"], one["duration"]))],
    }


def _values(fact: Mapping[str, Any] | None) -> Iterator[Any]:
    """The value of a fact and those beside it."""
    if fact is not None:
        if fact["value"] is not None:
            yield fact["value"]
        for one in fact["alternatives"]:
            yield one["value"]


def _spans(*dates: str | None) -> list[tuple[date, date]]:
    return [(days.first, days.last) for days in _bounds(dates)]


def _bounds(dates: Iterable[str | None]) -> Iterator[Any]:
    return (bounds(text) for text in dates if text)


def _uids(printed: Iterable[str]) -> list[str]:
    """The UIDs whose check digits hold: a mistyped one may be another case's, and joins nothing."""
    return [normalise_uid(uid) for uid in printed if uid_problem(uid) is None]
