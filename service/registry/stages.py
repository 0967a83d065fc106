"""How far the case against a defendant has come: as last reported, or as the last step shows."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, get_args

from schemas.case import Stage
from service.registry.choose import NOTHING, Choice, Claim, choose
from service.registry.lattice import EXACT
from service.registry.sources import Sources
from service.registry.steps import QUASHING, Step, Told

STAGE_ORDER: Final = {stage: order for order, stage in enumerate(get_args(Stage))}
STAGE_OF_VERDICT: Final = {"convicted": "sentenced", "acquitted": "acquitted", "terminated": "terminated"}
STAGE_OF_STEP: Final = {
    "in_force": "in_force", "wanted": "wanted", "pardoned": "pardoned", "suspended": "suspended",
    "terminated": "terminated", "returned_to_prosecutor": "returned_to_prosecutor",
}  # fmt: skip


class StageClaim(NamedTuple):
    """A stage, the day (ordinal) as of which it is known, whether a report states it or a step shows it."""

    stage: str
    day: int
    stated: bool
    n: int


def shown_by_decisions(told: Iterable[Told]) -> list[StageClaim]:
    """The stages that decisions show."""
    claims = []
    for one in told:
        stage = STAGE_OF_VERDICT.get(one.ruling.verdict or "")
        if stage is None and one.ruling.outcome in QUASHING:
            stage = "quashed"
        if stage:
            claims.append(StageClaim(stage, one.known_by, False, one.n))
    return claims


def shown_by_steps(steps: Iterable[Step]) -> list[StageClaim]:
    """The stages that steps without a decision show."""
    return [
        StageClaim(STAGE_OF_STEP[step.type], step.last_day, False, step.n)
        for step in steps
        if step.type in STAGE_OF_STEP
    ]


def choose_stage(claims: Sequence[StageClaim], corrections: Sequence[Claim], sources: Sources) -> Choice:
    """The latest stage; stages it has passed are history, only what is said as of the same day stands beside it."""
    if corrections:
        stated = [Claim(claim.stage, claim.n) for claim in claims]
        return choose([*corrections, *stated], EXACT, sources)
    if not claims:
        return NOTHING
    latest = max(claims, key=lambda one: (one.day, one.stated, STAGE_ORDER[one.stage]))
    rivals = [one for one in claims if one.day == latest.day and one.stated and one.stage != latest.stage]
    ns = {one.n for one in claims if one.stage == latest.stage}
    fact = {
        "value": latest.stage,
        "citations": sorted(ns),
        "alternatives": [
            {"value": stage, "citations": sorted({one.n for one in rivals if one.stage == stage})}
            for stage in sorted({one.stage for one in rivals})
        ],
    }
    return Choice(fact)
