"""Which defendants of a case two reports have in common."""

from collections.abc import Mapping, Sequence

from matching.profile import Profile
from matching.score import score_person


def same_defendants(new: Sequence[Profile], known: Mapping[str, Profile]) -> list[str | None]:
    """For each new defendant the label of the known one it is, or None; no label twice.

    Named ones go by the score of the persons alone at even prior odds, best pairs first: within one case the same name
    is the same person unless something contradicts, and court, number and articles, which all defendants of it share,
    make no two of them one. One defendant left over on each side, one of them unnamed, are the same: a case has
    one file, and the reports speak of it.
    """
    found: list[str | None] = [None] * len(new)
    pairs = [
        (score_person(mine, theirs).log_odds, n, label)
        for n, mine in enumerate(new)
        for label, theirs in known.items()
        if mine.names and theirs.names
    ]
    for odds, n, label in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if odds > 0 and found[n] is None and label not in found:
            found[n] = label
    _pair_the_unnamed(new, known, found)
    return found


def _pair_the_unnamed(new: Sequence[Profile], known: Mapping[str, Profile], found: list[str | None]) -> None:
    open_new = [n for n, label in enumerate(found) if label is None]
    open_known = [label for label in known if label not in found]
    if len(open_new) == 1 and len(open_known) == 1:
        mine, theirs = new[open_new[0]], known[open_known[0]]
        if not mine.names or not theirs.names:
            found[open_new[0]] = open_known[0]
