"""What is the case's own: instances with their courts and numbers, events, incidents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from schemas.case import EventType, Incident
from schemas.dates import bounds
from schemas.reference.case_numbers import parse_case_numbers
from schemas.reference.regions import find_region
from service.registry.body import Body
from service.registry.choose import NOTHING, Choice, Claim, choose
from service.registry.court import COURTS
from service.registry.gather import Entry, Group, gather
from service.registry.lattice import DATES, EXACT, PLACE_NAMES, REGIONS, TEXTS, product
from service.registry.lists import Items, corrected
from service.registry.sources import Sources
from service.registry.steps import INSTANCES, Step, label_order

EVENT_ORDER: Final = {kind: order for order, kind in enumerate(get_args(EventType))}
EVENTS: Final = product({"type": EXACT, "instance": EXACT, "date": DATES, "court": COURTS, "outcome": EXACT})
INCIDENTS: Final = product({"date": DATES, "region": REGIONS, "place": PLACE_NAMES, "text": TEXTS})
_FAR = 10**7


@dataclass(slots=True)
class InstanceEvidence:
    """What the reports say of one instance."""

    courts: list[Claim] = field(default_factory=list)
    judges: list[Claim] = field(default_factory=list)
    uids: list[Claim] = field(default_factory=list)
    numbers: list[Items] = field(default_factory=list)


def put_instances(body: Body, said: Mapping[str, InstanceEvidence], sources: Sources, decided: Iterable[str]) -> None:
    """Enter `instances`, in their order, and the case's `court`: the first instance's, else the lowest known one's."""
    shown = []
    court: Choice = NOTHING
    for name in INSTANCES:
        evidence = said.get(name)
        if evidence is None and name not in decided:
            continue
        one = evidence or InstanceEvidence()
        chosen = choose(one.courts, COURTS, sources)
        judge = choose(one.judges, TEXTS, sources)
        body.flag(f"instances.{name}.judge", judge.conflict, judge.contradicted)
        shown.append(
            {
                "instance": name,
                "court": chosen.fact,
                "case_numbers": case_numbers(corrected(one.numbers, sources, str)[0]),
                "judge": judge.fact,
                "uid": choose(one.uids, EXACT, sources).fact,
            }
        )
        if court.fact is None:
            court = chosen
        else:
            body.flag(f"instances.{name}.court", chosen.conflict, chosen.contradicted)
    body.put("court", court)
    body.facts["instances"] = shown


def number_values(text: str) -> tuple[str, ...]:
    """The normalised numbers in a printed case number; the text itself, blanks tidied, when no number is found."""
    return parse_case_numbers(text) or (" ".join(text.split()),)


def case_numbers(items: Iterable[Items]) -> list[dict[str, Any]]:
    """The numbers as the document holds them, each with what was printed."""
    printed: dict[str, tuple[set[str], set[int]]] = {}
    for texts, n in items:
        for text in texts:
            for value in number_values(text):
                seen, ns = printed.setdefault(value, (set(), set()))
                seen.add(text)
                ns.add(n)
    ordered = sorted(printed.items(), key=lambda item: (min(item[1][1]), item[0]))
    return [{"value": value, "as_reported": sorted(seen), "citations": sorted(ns)} for value, (seen, ns) in ordered]


def events(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The events in the order of their dates (undated ones last), each once however many reports tell of it."""
    entries = [_entry(step) for step in steps]
    return sorted(map(_event, gather(entries, EVENTS)), key=_event_order)


def _entry(step: Step) -> Entry:
    court = step.court.value if step.court else None
    return Entry((step.type, step.instance, step.date, court, step.outcome), step.n, None, tuple(step.labels))


def _event(group: Group) -> dict[str, Any]:
    labels = {label for entry in group.entries for label in entry.extra}
    event: dict[str, Any] = EVENTS.show(group.value)
    return {**event, "defendants": sorted(labels, key=label_order), "citations": group.citations}


def _event_order(event: Mapping[str, Any]) -> tuple[Any, ...]:
    day = bounds(event["date"]).first.toordinal() if event["date"] else _FAR
    rank = INSTANCES.index(event["instance"]) if event["instance"] else 0
    return (day, rank, EVENT_ORDER[event["type"]], event["citations"], str(event["outcome"]), str(event["court"]))


def incidents(items: Iterable[Items]) -> list[dict[str, Any]]:
    """What the case is about, each incident once."""
    entries = [_incident_entry(one, n) for entries, n in items for one in entries]
    shown = [_incident(group) for group in gather(entries, INCIDENTS)]
    return sorted(shown, key=lambda one: (_first_day(one["date"]), one["citations"], one["text"] or "", repr(one)))


def _first_day(date: str | None) -> int:
    return bounds(date).first.toordinal() if date else _FAR


def _incident_entry(one: Incident, n: int) -> Entry:
    region = find_region(one.region) if one.region else None
    return Entry((one.date, region, one.place, one.text), n, None if region == one.region else one.region)


def _incident(group: Group) -> dict[str, Any]:
    incident: dict[str, Any] = {**INCIDENTS.show(group.value), "citations": group.citations}
    reported = group.as_reported()
    return {**incident, "as_reported": reported} if reported else incident
