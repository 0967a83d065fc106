"""Groups of reports that speak of one person, from the pairs that scored well: without chaining homonyms.

Connected components would join Ivanov the elder and Ivanov the younger by one report that fits both. Here groups are
joined greedily, the surest link first, and only if all their members fit one another on average and none contradicts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final, NamedTuple

from matching.model import CONTRADICTED_AT_MOST

#: Pairs of members that are looked at before two groups are joined.
MOST_PAIRS: Final = 64


class Link(NamedTuple):
    """Two members and the log2 odds that they are one person; `left` < `right`."""

    left: int
    right: int
    log_odds: float


@dataclass(frozen=True, slots=True)
class Member:
    """The group a member is in, named by its lowest member, and the weakest link that holds it there (log2 odds)."""

    cluster: int
    log_odds: float


def cluster(
    links: Iterable[Link], between: Callable[[int, int], float], *, threshold: float = 0.0
) -> Mapping[int, Member]:
    """The members of all groups of two and more.

    `links`: what was scored; those below `threshold` (log2 odds) join nothing. `between`: the log2 odds of any two
    members, asked for pairs that have no link. The result does not depend on the order of the links.
    """
    known = {(link.left, link.right): link.log_odds for link in links}
    groups: dict[int, tuple[int, ...]] = {}
    held: dict[int, float] = {}
    strongest = sorted((pair for pair in known if known[pair] >= threshold), key=lambda pair: (-known[pair], pair))
    for left, right in strongest:
        ours, theirs = groups.get(left, (left,)), groups.get(right, (right,))
        if ours is theirs or not _fit(ours, theirs, known, between, threshold):
            continue
        _hold(held, ours, theirs, known[left, right])
        joined = tuple(sorted((*ours, *theirs)))
        groups.update(dict.fromkeys(joined, joined))
    return {member: Member(groups[member][0], odds) for member, odds in sorted(held.items())}


def _fit(
    ours: Sequence[int],
    theirs: Sequence[int],
    known: dict[tuple[int, int], float],
    between: Callable[[int, int], float],
    threshold: float,
) -> bool:
    """Whether the pairs across are likely on average, and none of them is contradicted."""
    total, count = 0.0, 0
    for one, other in islice(product(ours, theirs), MOST_PAIRS):
        pair = (min(one, other), max(one, other))
        if pair not in known:
            known[pair] = between(*pair)
        if known[pair] <= CONTRADICTED_AT_MOST:
            return False
        total, count = total + known[pair], count + 1
    return total / count >= threshold


def _hold(held: dict[int, float], ours: Sequence[int], theirs: Sequence[int], odds: float) -> None:
    """A link holds whoever joins: the smaller side, of two alike both; a weaker one later holds them no better."""
    for side, other in ((ours, theirs), (theirs, ours)):
        if len(side) <= len(other):
            for member in side:
                held[member] = min(odds, held.get(member, odds))
