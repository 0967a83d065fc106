"""The verdict on a look-up, from how its candidates score: the contract's thresholds, and how many are namesakes.

A candidate's `score` is pairwise: the probability that the record is the person asked for, given how common the
name is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Verdict = Literal["listed", "likely", "possible", "not_listed"]

#: One candidate at least so likely, and no second from RIVAL on, is the person listed.
LISTED: Final = 0.95
RIVAL: Final = 0.5
LIKELY: Final = 0.75
POSSIBLE: Final = 0.25


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record found: its pairwise score (0…1), whether its name agrees, and whether anything tells it apart."""

    id: str
    score: float
    name_agrees: bool
    contradicted: bool


def verdict(candidates: Sequence[Candidate]) -> tuple[Verdict, int]:
    """The verdict and the number of namesakes: records whose name agrees and which nothing else tells apart.

    The best candidate of a `listed` or `likely` answer is the answer itself, so it does not count among the namesakes.
    """
    ranked = sorted(candidates, key=lambda candidate: (-candidate.score, candidate.id))
    namesakes = [candidate for candidate in ranked if candidate.name_agrees and not candidate.contradicted]
    best = ranked[0].score if ranked else 0.0
    second = ranked[1].score if len(ranked) > 1 else 0.0
    if best >= LISTED and second < RIVAL:
        return "listed", _besides(namesakes, ranked[0])
    if best >= LIKELY:
        return "likely", _besides(namesakes, ranked[0])
    if best >= POSSIBLE or namesakes:
        return "possible", len(namesakes)
    return "not_listed", 0


def _besides(namesakes: Sequence[Candidate], answer: Candidate) -> int:
    return sum(candidate.id != answer.id for candidate in namesakes)
