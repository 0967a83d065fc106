"""The decisions on one defendant, which of them stand, and the sentence in force among them.

The same decision told by several reports is one decision; what differs in the telling is chosen by the rule, and the
rest is kept beside it. Earlier decisions are history: neither alternatives nor conflicts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from schemas.dates import bounds, precision
from service.registry.choose import Claim, choose
from service.registry.court import COURTS
from service.registry.lattice import DATES
from service.registry.ruling import RULINGS, Ruling, fill, show_sentence
from service.registry.sources import Sources
from service.registry.steps import INSTANCES, NOTHING_SAID, QUASHING, UPHOLDING, Told

_RAW: Final = replace(RULINGS, show=lambda ruling: ruling)
_LAST_DAY: Final = date.max.toordinal()


@dataclass(slots=True)
class Decision:
    """One decision, as all its tellings make it."""

    told: list[Told]
    instance: str
    type: str
    date: str | None = None
    court: dict[str, Any] | None = None
    ruling: Ruling = NOTHING_SAID
    citations: list[int] = field(default_factory=list)
    alternatives: list[dict[str, Any]] = field(default_factory=list)
    conflict: bool = False
    contradicted: bool = False
    quashed: bool = False

    def shown(self) -> dict[str, Any]:
        """The decision as the document holds it."""
        return {
            "instance": self.instance, "date": self.date, "type": self.type, "court": self.court,
            "verdict": self.ruling.verdict, "sentence": show_sentence(self.ruling.sentence),
            "outcome": self.ruling.outcome, "quashed": self.quashed, "citations": self.citations,
            "alternatives": self.alternatives,
        }  # fmt: skip


def decisions_of(told: Sequence[Told], sources: Sources) -> list[Decision]:
    """The decisions in the order in which they were made, those quashed later marked."""
    decisions = in_order([_settled(group, sources) for group in group_tellings(told)])
    mark_quashed(decisions)
    return decisions


def current(decisions: Sequence[Decision]) -> Decision | None:
    """The latest decision not quashed; one that only upholds leaves the decision before it in place."""
    standing: Decision | None = None
    for decision in decisions:
        if decision.quashed:
            continue
        outcome, new = decision.ruling.outcome, _rules(decision.ruling)
        if outcome in QUASHING:
            standing = decision if new else None
        elif standing is None or outcome not in UPHOLDING:
            standing = decision if new or (outcome and outcome not in UPHOLDING) else standing
    return standing


def mark_quashed(decisions: Sequence[Decision]) -> None:
    """Mark every decision that a later one quashed."""
    for i, decision in enumerate(decisions):
        decision.quashed = any(later.ruling.outcome in QUASHING for later in decisions[i + 1 :])


def _rules(ruling: Ruling) -> bool:
    return ruling.verdict is not None or ruling.sentence is not None


def group_tellings(told: Sequence[Told]) -> list[list[Told]]:
    """The tellings put together by the decision they speak of.

    Dated ones by their day, the most precise first; undated ones join the latest decision of their instance that
    their report can have known, one with the same ruling before others.
    """
    if len(told) < 2:
        return [[one] for one in told]
    groups: list[list[Told]] = []
    ordered = sorted(told, key=_telling_order)
    disturbed = any(one.ruling.outcome in QUASHING for one in ordered)
    for one in ordered:
        fitting = [group for group in groups if _speaks_of(one, group)]
        if not fitting and not disturbed:
            fitting = [group for group in groups if _same_ruling(one, group)]
        if fitting:
            max(fitting, key=lambda group: (_agrees(one, group), _day(group))).append(one)
        else:
            groups.append([one])
    return groups


def _telling_order(one: Told) -> tuple[Any, ...]:
    days = precision(one.date) if one.date else _LAST_DAY
    first = bounds(one.date).first.toordinal() if one.date else one.known_by
    return (days, first, RULINGS.precision(one.ruling), RULINGS.words(one.ruling), one.n, one.type, one.instance)


def _speaks_of(one: Told, group: list[Told]) -> bool:
    leader = group[0]
    if leader.instance != one.instance:
        return False
    if one.date is None or leader.date is None:
        return _day(group) <= one.known_by
    return DATES.compatible(one.date, leader.date)


def _same_ruling(one: Told, group: list[Told]) -> bool:
    """Two days for one sentence, and nothing quashed: one decision whose date the sources dispute."""
    leader = group[0]
    same = leader.instance == one.instance and leader.ruling.sentence is not None
    return same and RULINGS.key(leader.ruling) == RULINGS.key(one.ruling)


def _agrees(one: Told, group: list[Told]) -> bool:
    return all(RULINGS.compatible(one.ruling, other.ruling) for other in group)


def _day(group: list[Told]) -> int:
    """The first day on which the decision can have been made; 0 when no telling dates it."""
    leader = group[0]
    return bounds(leader.date).first.toordinal() if leader.date else 0


def _settled(group: list[Told], sources: Sources) -> Decision:
    decision = Decision(group, group[0].instance, group[0].type)
    claims = [Claim(one.ruling, one.n) for one in group if one.ruling != NOTHING_SAID]
    rulings = choose(claims, _RAW, sources)
    agreeing = set()
    if rulings.fact:
        chosen = rulings.fact["value"]
        fitting = [one for one in rulings.fact["alternatives"] if RULINGS.compatible(one["value"], chosen)]
        decision.ruling = fill(chosen, [one["value"] for one in fitting])
        decision.alternatives = [_other(one) for one in rulings.fact["alternatives"] if one not in fitting]
        agreeing = {*rulings.fact["citations"], *(n for one in fitting for n in one["citations"])}
    decision.conflict = rulings.conflict
    _date_and_place(decision, agreeing, sources)
    return decision


def _date_and_place(decision: Decision, agreeing: set[int], sources: Sources) -> None:
    dates = choose([Claim(one.date, one.n) for one in decision.told if one.date], DATES, sources)
    if dates.fact:
        decision.date = dates.fact["value"]
        decision.alternatives += [
            {"date": one["value"], "citations": one["citations"]} for one in dates.fact["alternatives"]
        ]
        agreeing |= set(dates.fact["citations"])
    courts = choose([Claim(one.court.value, one.n) for one in decision.told if one.court], COURTS, sources)
    if courts.fact:
        decision.court = courts.fact["value"]
        decision.alternatives += [
            {"court": one["value"], "citations": one["citations"]} for one in courts.fact["alternatives"]
        ]
        agreeing |= set(courts.fact["citations"])
    decision.conflict = decision.conflict or dates.conflict or courts.conflict
    decision.citations = sorted(agreeing)


def _other(alternative: dict[str, Any]) -> dict[str, Any]:
    return {**RULINGS.show(alternative["value"]), "citations": alternative["citations"]}


def in_order(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions as they followed one another.

    A date that leaves room (a year, or none at all) is read so that a lower instance decides before a higher one.
    """
    placed: list[tuple[int, int, Decision]] = []
    for decision in sorted(decisions, key=lambda one: (-INSTANCES.index(one.instance), one.citations, one.date or "")):
        rank = INSTANCES.index(decision.instance)
        first, last = _room(decision)
        higher = [day for day, other, _ in placed if other > rank and first <= day <= last]
        placed.append((min([last, *higher]), rank, decision))
    placed.sort(key=lambda entry: (entry[0], entry[1], entry[2].date or "", entry[2].citations))
    return [decision for _, _, decision in placed]


def _room(decision: Decision) -> tuple[int, int]:
    if decision.date:
        days = bounds(decision.date)
        return days.first.toordinal(), days.last.toordinal()
    return 0, min(one.known_by for one in decision.told) if decision.told else _LAST_DAY
