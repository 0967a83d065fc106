"""The decisions on one defendant after what maintainers corrected, and the sentence that stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from schemas.case import Punishment
from service.registry.decisions import Decision, current, decisions_of, in_order, mark_quashed
from service.registry.ruling import RULINGS, Ruling, read_sentence, show_sentence
from service.registry.sources import Sources
from service.registry.steps import TYPE_OF_INSTANCE, Told


@dataclass(frozen=True, slots=True)
class RulingCorrection:
    """What a maintainer set for the verdict or the sentence of a defendant; None removes it."""

    n: int
    field: str
    value: str | Sequence[Punishment] | None


def corrected_decisions(
    told: Sequence[Told], corrections: Sequence[RulingCorrection], sources: Sources
) -> list[Decision]:
    """The decisions in order, with the corrections put into the decision that stood when they were made."""
    decisions = decisions_of(told, sources)
    for correction in sorted(corrections, key=lambda one: sources.receipt(one.n)):
        decision = _addressed(decisions, told, correction, sources)
        if decision is None:
            decision = Decision([], "first", TYPE_OF_INSTANCE["first"])
            decisions = in_order([*decisions, decision])
        _correct(decision, correction, sources)
    mark_quashed(decisions)
    return decisions


def current_sentence(decisions: Sequence[Decision]) -> dict[str, Any] | None:
    """The sentence of the latest decision not quashed, as the document holds it."""
    standing = current(decisions)
    if standing is None:
        return None
    verdict, citations = standing.ruling.verdict, standing.citations
    if verdict is None:
        # A court that changes the sentence leaves the verdict that it does not mention.
        earlier = decisions[: decisions.index(standing)]
        kept = next((one for one in reversed(earlier) if one.ruling.verdict and not one.quashed), None)
        if kept:
            verdict, citations = kept.ruling.verdict, sorted({*citations, *kept.citations})
    return {
        "instance": standing.instance, "date": standing.date, "verdict": verdict,
        "sentence": show_sentence(standing.ruling.sentence), "citations": citations,
    }  # fmt: skip


def _addressed(
    decisions: Sequence[Decision], told: Sequence[Told], correction: RulingCorrection, sources: Sources
) -> Decision | None:
    """The decision that holds what stood when the correction was made.

    What came later may have brought a newer decision; the correction does not wander to it.
    """
    known = [one for one in told if not sources.received_after(one.n, correction.n)]
    stood = current(decisions_of(known, sources))
    if stood is None:
        return next((one for one in decisions if not one.told), None)
    return next(one for one in decisions if any(telling in one.told for telling in stood.told))


def _correct(decision: Decision, correction: RulingCorrection, sources: Sources) -> None:
    before = decision.ruling
    decision.ruling = _changed(before, correction)
    said = [one for one in decision.told if getattr(one.ruling, correction.field) is not None]
    against = [one for one in said if not _agree(one.ruling, decision.ruling, correction.field)]
    if before != decision.ruling and decision.citations:
        decision.alternatives = [{**RULINGS.show(before), "citations": decision.citations}, *decision.alternatives]
    ns = {one.n for one in decision.told} - {one.n for one in against}
    decision.citations = sorted({correction.n, *(n for n in decision.citations if n in ns or n in sources.corrections)})
    decision.contradicted = any(sources.received_after(one.n, correction.n) for one in against)
    decision.conflict = decision.contradicted


def _changed(ruling: Ruling, correction: RulingCorrection) -> Ruling:
    value = correction.value
    if correction.field == "verdict":
        return ruling._replace(verdict=value if isinstance(value, str) else None)
    return ruling._replace(sentence=None if value is None or isinstance(value, str) else read_sentence(value))


def _agree(told: Ruling, ruling: Ruling, name: str) -> bool:
    empty = Ruling(None, None, None)
    if getattr(ruling, name) is None:
        return False
    part = {name: getattr(told, name)}, {name: getattr(ruling, name)}
    return RULINGS.compatible(empty._replace(**part[0]), empty._replace(**part[1]))
