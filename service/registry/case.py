"""One criminal case through all its instances, as the reports taken together describe it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from schemas.case import CaseFacts, Event
from schemas.dates import bounds
from schemas.reference.case_uid import normalise_uid
from service.registry.body import Body
from service.registry.choose import REMOVED, Claim, choose
from service.registry.court import read_court
from service.registry.defendants import Appearance, DefendantEvidence, defendant_body
from service.registry.defendants import display as defendant_display
from service.registry.evidence import Correction, Report
from service.registry.inputs import RecordInputs, Reference
from service.registry.lattice import EXACT
from service.registry.lists import Items, corrected
from service.registry.proceedings import InstanceEvidence, case_numbers, events, incidents, put_instances
from service.registry.sources import Sources, received_on
from service.registry.steps import Step, Telling, label_order, read_telling

CORRECTABLE: Final = frozenset({"court", "judge", "uid", "case_numbers", "events", "incidents"})
"""What a correction may set of the case itself; of its defendants: `defendants.CORRECTABLE`."""
SHOWN_DEFENDANTS: Final = 5
"""As many names as a case is displayed by; the rest is counted."""


class UnassignedDefendantError(ValueError):
    """A report names a defendant whom nobody has assigned to one of the case."""


@dataclass(slots=True)
class CaseEvidence:
    """All that the reports say of the case, put where it belongs."""

    instances: dict[str, InstanceEvidence] = field(default_factory=dict)
    defendants: dict[str, DefendantEvidence] = field(default_factory=dict)
    numbers: list[Items] = field(default_factory=list)
    uids: list[Claim] = field(default_factory=list)
    incidents: list[Items] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def instance(self, name: str) -> InstanceEvidence:
        """What is said of an instance."""
        return self.instances.setdefault(name, InstanceEvidence())

    def defendant(self, label: str) -> DefendantEvidence:
        """What is said of a defendant."""
        return self.defendants.setdefault(label, DefendantEvidence(label))


def case_body(inputs: RecordInputs, sources: Sources, reference: Reference) -> Body:
    """The facts of a case. Raises `UnassignedDefendantError` for a report's defendant without an assignment."""
    said = CaseEvidence()
    body = Body(dict.fromkeys(("court", "instances", "case_numbers", "uid", "defendants", "events", "incidents")))
    replaced = _events_after_correction(body, sources)
    for n, report in sources.by_number.items():
        if isinstance(report.facts, CaseFacts):
            facts = report.facts.model_copy(update={"events": replaced[n]}) if n in replaced else report.facts
            _collect(said, n, report, facts, inputs.assignments, reference)
    for n, report in sources.by_number.items():
        if isinstance(report.facts, Correction):
            _correct(said, n, report, replaced.get(n, ()), reference)
    _put_case(body, said, sources)
    bodies = [
        defendant_body(said.defendants[label], sources, reference) for label in sorted(said.defendants, key=label_order)
    ]
    body.facts["defendants"] = [one.facts for one in bodies]
    for one in bodies:
        body.absorb(one)
    return body


def display(facts: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """(`display_name`, `display_name_latin`) of a case: its defendants' names, else its court and number."""
    shown = [defendant_display(one) for one in facts["defendants"]]
    names = [name for name, _ in shown if name]
    if not names:
        line = _court_and_number(facts)
        return line, line
    return _joined(names), _joined([latin for _, latin in shown if latin])


def _joined(names: Sequence[str]) -> str:
    more = len(names) - SHOWN_DEFENDANTS
    return ", ".join(names[:SHOWN_DEFENDANTS]) + (f" +{more}" if more > 0 else "")


def _court_and_number(facts: Mapping[str, Any]) -> str | None:
    court = (facts["court"] or {}).get("value") or {}
    numbers = [number["value"] for number in facts["case_numbers"][:1]]
    uid = (facts["uid"] or {}).get("value")
    parts = [court.get("name") or court.get("code"), *(numbers or [uid])]
    return ", ".join(part for part in parts if part) or None


def _collect(
    said: CaseEvidence,
    n: int,
    report: Report,
    facts: CaseFacts,
    assignments: Mapping[tuple[str, int], str],
    reference: Reference,
) -> None:
    labels = _labels(report, facts, assignments)
    telling = read_telling(n, report, facts, labels, reference)
    _collect_instances(said, n, facts, telling)
    said.steps += telling.steps
    said.incidents.append(Items(facts.incidents, n))
    published = report.document.published_on if report.document else None
    as_of = bounds(published or received_on(report)).last.toordinal()
    for label, defendant in zip(labels, facts.defendants, strict=True):
        one = said.defendant(label)
        one.appearances.append(Appearance(n, defendant, published, as_of))
        one.steps += [step for step in telling.steps if not step.labels or label in step.labels]
    for label, told in telling.told.items():
        said.defendant(label).told += told


def _labels(report: Report, facts: CaseFacts, assignments: Mapping[tuple[str, int], str]) -> list[str]:
    try:
        return [assignments[report.id, i] for i in range(len(facts.defendants))]
    except KeyError as missing:
        raise UnassignedDefendantError(f"report and index {missing} have no defendant of the case") from None


def _collect_instances(said: CaseEvidence, n: int, facts: CaseFacts, telling: Telling) -> None:
    own = said.instance(telling.instance) if facts.court or facts.judge or facts.uid or facts.case_numbers else None
    if own is not None:
        if telling.court:
            own.courts.append(Claim(telling.court.value, n, telling.court.text))
        if facts.judge:
            own.judges.append(Claim(facts.judge, n))
        if facts.case_numbers:
            own.numbers.append(Items(facts.case_numbers, n))
    if facts.uid and own is not None:
        uid = _uid_claim(facts.uid, n)
        own.uids.append(uid)
        said.uids.append(uid)
    said.numbers.append(Items(facts.case_numbers, n))
    for step in telling.steps:
        if step.court:
            said.instance(step.instance).courts.append(Claim(step.court.value, n, step.court.text))


def _uid_claim(text: str, n: int) -> Claim:
    uid = normalise_uid(text)
    return Claim(uid, n, None if uid == text else text)


def _events_after_correction(body: Body, sources: Sources) -> dict[int, Sequence[Event]]:
    """Citation → the events that count, for every citation of a case whose events a maintainer set; else nothing."""
    items = []
    for n, report in sources.by_number.items():
        if isinstance(report.facts, CaseFacts):
            items.append(Items(report.facts.events, n))
        elif isinstance(report.facts, Correction) and "events" in report.facts.set:
            value = report.facts.set["events"]
            items.append(Items(REMOVED if value is None else value, n))
    if not any(one.n in sources.corrections for one in items):
        return {}
    counted, contradicted = corrected(items, sources, repr)
    body.flag("events", contradicted, contradicted)
    return {one.n: one.entries for one in counted}


def _correct(said: CaseEvidence, n: int, report: Report, counted_events: Sequence[Event], reference: Reference) -> None:
    correction = report.facts
    assert isinstance(correction, Correction)
    for path, value in correction.set.items():
        top, _, rest = path.partition(".")
        if top == "defendants":
            label, _, name = rest.partition(".")
            if label in said.defendants:
                said.defendants[label].corrections.append((n, name, value))
        else:
            _correct_case(said, n, top, value, reference)
    if counted_events:
        _correct_events(said, n, report, counted_events, reference)


def _correct_case(said: CaseEvidence, n: int, name: str, value: Any, reference: Reference) -> None:
    lowest = said.instance(min(said.instances, default="first", key=_instance_order))
    if name == "court":
        reading = read_court(value, reference) if value is not None else None
        lowest.courts.append(Claim(reading.value, n, reading.text) if reading else Claim(REMOVED, n))
    elif name == "judge":
        lowest.judges.append(Claim(REMOVED if value is None else value, n))
    elif name == "uid":
        claim = Claim(REMOVED, n) if value is None else _uid_claim(value, n)
        said.uids.append(claim)
        lowest.uids.append(claim)
    elif name == "case_numbers":
        items = Items(REMOVED if value is None else value, n)
        said.numbers.append(items)
        lowest.numbers.append(items)
    elif name == "incidents":
        said.incidents.append(Items(REMOVED if value is None else value, n))


def _instance_order(name: str) -> int:
    return ("first", "appeal", "cassation", "supervisory").index(name)


def _correct_events(said: CaseEvidence, n: int, report: Report, counted: Sequence[Event], reference: Reference) -> None:
    """In a maintainer's events, `defendant` 0 is `d1`: the case's own numbering."""
    highest = max((one.defendant for event in counted for one in event.decisions), default=-1)
    labels = [f"d{i + 1}" for i in range(highest + 1)]
    facts = CaseFacts.model_construct(**{**_EMPTY_CASE, "events": tuple(counted)})
    telling = read_telling(n, report, facts, labels, reference)
    said.steps += telling.steps
    for label, one in said.defendants.items():
        one.told += telling.told.get(label, ())
        one.steps += [step for step in telling.steps if not step.labels or label in step.labels]


_EMPTY_CASE: Final[dict[str, Any]] = {name: field.get_default() for name, field in CaseFacts.model_fields.items()}


def _put_case(body: Body, said: CaseEvidence, sources: Sources) -> None:
    numbers, contradicted = corrected(said.numbers, sources, str)
    body.flag("case_numbers", contradicted, contradicted)
    body.facts["case_numbers"] = case_numbers(numbers)
    decided = {told.instance for one in said.defendants.values() for told in one.told}
    put_instances(body, said.instances, sources, decided)
    body.put("uid", choose(said.uids, EXACT, sources))
    body.facts["events"] = events(said.steps)
    listed, contradicted = corrected(said.incidents, sources, repr)
    body.flag("incidents", contradicted, contradicted)
    body.facts["incidents"] = incidents(listed)
