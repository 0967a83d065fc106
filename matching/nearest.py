"""Which of many records are worth a full comparison, and in which order to show those that score alike."""

from collections import Counter
from collections.abc import Sequence
from heapq import nsmallest
from typing import Final

import orjson
from rapidfuzz.distance import OSA

from matching.names.frequency import family_bits
from matching.profile import Profile

#: Bits that a letter between the surnames takes off what the shared keys tell (`benchmarks.matching.look_up`).
BITS_PER_LETTER: Final = 8.0
#: Letters beyond which surnames are simply others.
MOST_LETTERS: Final = 4
#: Where somebody bears the very surname asked for, there is no misprint to look for among its neighbours.
FEWER_WHERE_SPELT: Final = 4
#: Defendants of a case whose names are looked at.
MOST_DEFENDANTS: Final = 4


def nearest(query: Profile, found: Sequence[tuple[float, bytes]], most: int) -> list[int]:
    """Places in `found` of the `most` records to compare, the nearest first; fewer where the surname itself is there.

    `found`: for each record the bits that its shared keys tell, and its stored profiles (`profiles_to_bytes`). No
    profile is read whole: of 600 records that takes about a millisecond.
    """
    if len(found) <= most:
        return list(range(len(found)))
    asked = {word for name in query.names for word in (name.family if name.sure else name.family + name.given)}
    asked = {word for word in asked if len(word) > 1}
    letters = [_letters(asked, profiles) for _, profiles in found]
    ranks = [BITS_PER_LETTER * apart - overlap for apart, (overlap, _) in zip(letters, found, strict=True)]
    enough = most if min(letters) else max(1, most // FEWER_WHERE_SPELT)
    return nsmallest(enough, range(len(found)), key=ranks.__getitem__)


def _letters(asked: set[str], profiles: bytes) -> int:
    """The fewest letters between a surname asked for and one of the record's; 0 when none is asked for."""
    least = MOST_LETTERS if asked else 0
    for line in profiles.split(b"\n", MOST_DEFENDANTS)[:MOST_DEFENDANTS]:
        for name in orjson.loads(line)["names"]:
            for theirs in name[1]:
                for mine in asked:
                    least = min(least, OSA.distance(mine, theirs, score_cutoff=MOST_LETTERS))
    return least


#: The share of its surname's bits that a rarer name stands behind a more frequent one: an odd word was likelier meant
#: for a name that many bear, but a record of the rare name is no less likely for that (`benchmarks.matching.look_up`).
BEHIND: Final = 0.3
#: Bits that each further namesake of one who scores the same stands behind, and the most: he tells nothing new, but a
#: name that is asked for letter by letter stands five bits and more before those a letter from it.
PER_NAMESAKE, MOST_BEHIND = 1.0, 3.0


def in_order(scored: Sequence[tuple[float, str, Profile]], *, named: bool = True) -> list[int]:
    """Places in `scored` (log odds, id, profile of a record), the likeliest first. `named`: a name was asked for.

    Names come in the order of their odds and of how many bear them, one of each name before its namesakes.
    """
    turns: Counter[tuple[float, object]] = Counter()
    keys: dict[int, tuple[float, float, str]] = {}
    for place in sorted(range(len(scored)), key=lambda place: scored[place][1]):
        odds, identity, profile = scored[place]
        name = (profile.names[0].family, profile.names[0].given) if profile.names else ()
        rare = min(map(family_bits, name[0]), default=0.0) if name and named else 0.0
        alike = round(odds, 6), name
        behind = BEHIND * rare + min(MOST_BEHIND, PER_NAMESAKE * turns[alike])
        keys[place] = (round(behind - odds, 6), rare, identity)
        turns[alike] += 1
    return sorted(keys, key=keys.__getitem__)
