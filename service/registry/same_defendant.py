"""Which defendants of a case two reports have in common (docs/CODEBOOK.md, "Who is who among defendants")."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.profile import Profile, combine
from matching.score import score_person


@dataclass(frozen=True, slots=True)
class Accused:
    """A defendant as compared within a case; `count` above 1: so many, described together."""

    profile: Profile
    count: int = 1


def joined(told: Sequence[Accused]) -> Accused:
    """All that is told of one defendant; a group if any of it speaks of a group."""
    return Accused(combine([one.profile for one in told]), max(one.count for one in told))


def same_defendants(new: Sequence[Accused], known: Mapping[str, Accused]) -> list[str | None]:
    """For each new defendant the label of the known one it is, or None; no label twice.

    Only as many can be as many: a group is never one man, nor a group of another size, or that one man would be told
    to have done what several did. Named ones go by the score of the persons alone at even prior odds, best pairs first:
    within one case the same name is the same person unless something contradicts, and court, number and articles, which
    all defendants of it share, make no two of them one. Those left over go by `_pair_the_unnamed`.
    """
    found: list[str | None] = [None] * len(new)
    pairs = [
        (score_person(mine.profile, theirs.profile).log_odds, n, label)
        for n, mine in enumerate(new)
        for label, theirs in known.items()
        if mine.profile.names and theirs.profile.names and mine.count == theirs.count
    ]
    for odds, n, label in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if odds > 0 and found[n] is None and label not in found:
            found[n] = label
    _pair_the_unnamed(new, known, found)
    return found


def _pair_the_unnamed(new: Sequence[Accused], known: Mapping[str, Accused], found: list[str | None]) -> None:
    """One left over on each side, one of them unnamed, are the same: a case has one file, and the reports speak of it.

    Of a group both must be unnamed, so that nobody's name comes to stand over what several did. Where more is left
    over, a group included, nobody can tell whom of them the other side means.
    """
    open_new = [n for n, label in enumerate(found) if label is None]
    open_known = [label for label in known if label not in found]
    if len(open_new) == 1 and len(open_known) == 1 and _may_be_one(new[open_new[0]], known[open_known[0]]):
        found[open_new[0]] = open_known[0]


def _may_be_one(mine: Accused, theirs: Accused) -> bool:
    named = bool(mine.profile.names) + bool(theirs.profile.names)
    if mine.count != theirs.count or named > (1 if mine.count == 1 else 0):
        return False
    return not score_person(mine.profile, theirs.profile).contradicted
