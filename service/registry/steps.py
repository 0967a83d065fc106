"""What one report tells of the proceedings: the steps it dates, and what was decided for whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from schemas.case import CaseFacts, Event
from schemas.dates import bounds
from service.registry.court import INSTANCE_OF_COURT, read_court
from service.registry.evidence import Report
from service.registry.inputs import Reference
from service.registry.readings import Reading
from service.registry.ruling import RULINGS, Ruling, fill, read_sentence
from service.registry.sources import received_on

INSTANCES: Final = ("first", "appeal", "cassation", "supervisory")
INSTANCE_OF_TYPE: Final = {
    "sentenced": "first",
    "appeal_decided": "appeal",
    "cassation_decided": "cassation",
    "supervisory_decided": "supervisory",
}
TYPE_OF_INSTANCE: Final = {instance: kind for kind, instance in INSTANCE_OF_TYPE.items()}
DECIDING: Final = frozenset({*INSTANCE_OF_TYPE, "terminated", "hearing", "returned_to_prosecutor", "other"})
"""Steps on whose day something is decided; a decision told with another (`in_force`, say) only repeats an older one."""
NOT_DECIDED: Final = frozenset({"postponed", "other"})
"""Outcomes that leave a sentence as it was because nothing was decided."""
QUASHING: Final = frozenset({"quashed", "remanded"})
UPHOLDING: Final = frozenset({"upheld", "dismissed"})


@dataclass(frozen=True, slots=True)
class Told:
    """One report's telling of a decision for one defendant.

    `known_by` is the last day (ordinal) on which it can have been made: its own, or that of the report's publication.
    """

    n: int
    instance: str
    type: str
    date: str | None
    known_by: int
    court: Reading | None
    ruling: Ruling


@dataclass(slots=True)
class Step:
    """One report's telling of an event; `labels` are the defendants it decides for."""

    n: int
    type: str
    date: str | None
    instance: str
    court: Reading | None
    outcome: str | None
    last_day: int
    """The last day (ordinal) on which it can have been."""
    labels: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Telling:
    """All that one report tells of the proceedings; `told` by defendant label."""

    instance: str
    court: Reading | None
    steps: list[Step] = field(default_factory=list)
    told: dict[str, list[Told]] = field(default_factory=dict)


def read_telling(n: int, report: Report, facts: CaseFacts, labels: Sequence[str], reference: Reference) -> Telling:
    """What citation `n` tells; `labels[i]` is the case's defendant of index i (events may know more of them)."""
    court = read_court(facts.court, reference) if facts.court else None
    telling = Telling(instance_of(facts.instance, court), court)
    known_by = _known_by(report)
    for event in facts.events:
        _read_event(telling, event, n, labels, known_by, reference)
    for label, defendant in zip(labels, facts.defendants, strict=False):
        direct = Ruling(defendant.verdict, read_sentence(defendant.sentence), None)
        if direct != NOTHING_SAID:
            _read_direct(telling, direct, label, n, known_by)
    return telling


NOTHING_SAID: Final = Ruling(None, None, None)


def instance_of(stated: str | None, court: Reading | None) -> str:
    """The instance a report speaks of: as stated, else that of a court that sits in one only, else the first."""
    code = court.value.code if court else None
    return stated or (INSTANCE_OF_COURT.get(code[2:4], "first") if code else "first")


def _known_by(report: Report) -> int:
    published = report.document.published_on if report.document else None
    return bounds(published or received_on(report)).last.toordinal()


def _read_event(
    telling: Telling, event: Event, n: int, labels: Sequence[str], known_by: int, reference: Reference
) -> None:
    court = read_court(event.court, reference) if event.court else None
    instance = _event_instance(event.type, court, telling)
    last_day = min(bounds(event.date).last.toordinal(), known_by) if event.date else known_by
    step = Step(n, event.type, event.date, instance, court, event.outcome, last_day)
    telling.steps.append(step)
    rulings = _rulings(event, labels)
    step.labels = sorted(rulings, key=label_order)
    if court is None and instance == telling.instance:
        court = telling.court
    decides = event.type in DECIDING
    for label, ruling in rulings.items():
        date = event.date if decides else None
        kind = event.type if decides else TYPE_OF_INSTANCE[instance]
        telling.told.setdefault(label, []).append(
            Told(n, instance, kind, date, last_day if decides else known_by, court, ruling)
        )


def _event_instance(kind: str, court: Reading | None, telling: Telling) -> str:
    """An appellate court that sentences anew does so in its own instance; any other sentence is the first's."""
    own = court is None or (telling.court is not None and court.value == telling.court.value)
    if kind == "sentenced" and telling.instance != "first":
        return telling.instance if own and court is not None else "first"
    return INSTANCE_OF_TYPE.get(kind) or (telling.instance if own else instance_of(None, court))


def _rulings(event: Event, labels: Sequence[str]) -> dict[str, Ruling]:
    outcome = event.outcome if event.type != "sentenced" and event.outcome not in NOT_DECIDED else None
    rulings = {
        labels[one.defendant]: Ruling(one.verdict, read_sentence(one.sentence), outcome) for one in event.decisions
    }
    if not rulings and outcome and INSTANCE_OF_TYPE.get(event.type):
        rulings = dict.fromkeys(labels, Ruling(None, None, outcome))
    if not rulings and event.type == "terminated" and len(labels) == 1:
        rulings = {labels[0]: Ruling("terminated", None, None)}
    return {label: ruling for label, ruling in rulings.items() if ruling != NOTHING_SAID}


def _read_direct(telling: Telling, direct: Ruling, label: str, n: int, known_by: int) -> None:
    """A verdict that the report gives without an event.

    It repeats what the report's own events decide, or tells more of it; else it belongs to the event of the report's
    instance that says nothing for this defendant; else it is a decision of that instance without a date.
    """
    told = telling.told.setdefault(label, [])
    for i, one in enumerate(told):
        if _repeats(direct, one, telling.instance):
            told[i] = replace(one, ruling=fill(one.ruling, [direct]))
            return
    # What a report says beside "quashed" is what was quashed, not a sentence of the court that quashed it.
    instance = "first" if any(one.ruling.outcome in QUASHING for one in told) else telling.instance
    kind = TYPE_OF_INSTANCE[instance]
    step = next((one for one in telling.steps if one.type == kind and label not in one.labels), None)
    court = (step.court if step else None) or (telling.court if instance == telling.instance else None)
    date, last_day = (step.date, step.last_day) if step else (None, known_by)
    told.append(Told(n, instance, kind, date, last_day, court, direct))
    if step:
        step.labels = sorted([*step.labels, label], key=label_order)


def _repeats(direct: Ruling, one: Told, instance: str) -> bool:
    ruling = one.ruling
    if ruling.verdict is None and ruling.sentence is None:
        if ruling.outcome in QUASHING:
            return False
        if ruling.outcome not in UPHOLDING and one.instance != instance:
            return False
    return RULINGS.compatible(direct, ruling)


def label_order(label: str) -> tuple[int, str]:
    """Sorts `d2` before `d10`."""
    digits = label.lstrip("d")
    return (int(digits) if digits.isdigit() else 0, label)
