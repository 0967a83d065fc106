"""What became of the soldier: the one field in which a single source can overrule all others."""

from collections.abc import Sequence
from typing import NamedTuple

from service.registry.choose import NOTHING, REMOVED, Choice, Claim, alternatives, choose, options_of
from service.registry.lattice import STATUSES
from service.registry.sources import Sources

ALIVE = "reported_alive"
DISPUTED = "disputed"


class StatusChoice(NamedTuple):
    """The status to show, and the flags for review."""

    choice: Choice
    review: tuple[str, ...] = ()


def choose_status(claims: Sequence[Claim], sources: Sources) -> StatusChoice:
    """The status: the rule that chooses, but `reported_alive` disputes any other at once.

    Only a maintainer's correction received after every such report settles it.
    """
    alive = [claim for claim in claims if claim.value == ALIVE]
    if not alive:
        return StatusChoice(choose(claims, STATUSES, sources))
    corrections = [claim for claim in claims if claim.n in sources.corrections]
    ruling = sources.latest(corrections) if corrections else None
    if ruling is not None and ruling.value != ALIVE:
        unanswered = [claim for claim in alive if sources.received_after(claim.n, ruling.n)]
        if not unanswered:
            return StatusChoice(choose(claims, STATUSES, sources))
    return StatusChoice(_disputed(claims, alive, sources, ruling), (ALIVE,))


def _disputed(claims: Sequence[Claim], alive: Sequence[Claim], sources: Sources, ruling: Claim | None) -> Choice:
    said = [claim for claim in claims if claim.value is not REMOVED]
    fact = {
        "value": DISPUTED,
        "citations": sorted({claim.n for claim in alive}),
        "alternatives": alternatives(options_of(said, STATUSES, sources), STATUSES, sources),
    }
    return Choice(fact, conflict=True, contradicted=ruling is not None and ruling.value != ALIVE)


__all__ = ["ALIVE", "DISPUTED", "NOTHING", "StatusChoice", "choose_status"]
