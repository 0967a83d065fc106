"""Second stage: which reports share a key; a long list of bearers is parted by father, year and region."""

import struct
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from operator import itemgetter
from typing import Final

from service.linking.reading import ENTRY
from service.linking.workplace import Workplace, put

#: Two reports (the lower number first) and the bits of a key that they share.
PAIR = struct.Struct("<IIf")
#: Bearers of one key of whom every two are compared; more are parted first.
MOST_BEARERS: Final = 40
#: By what they are parted, one after the other: places in an entry.
FACETS: Final = ((3,), (4,), (5,), (3, 4), (3, 5), (4, 5))

Entry = tuple[int, int, float, int, int, int]


def pair_part(place: Workplace, part: int) -> int:
    """Write `pairs-C-P` for each chunk C that the lower numbers of pairs lie in; answer how many pairs there are."""
    done = place.file(f"paired-{part}")
    if done.exists():
        return int(done.read_bytes())
    found: dict[int, list[bytes]] = defaultdict(list)
    for bearers in _by_key(place, part):
        for left, right in _pairs(bearers):
            low, high = sorted((left[1], right[1]))
            found[low // place.size].append(PAIR.pack(low, high, left[2]))
    for chunk, pairs in found.items():
        put(place.file(f"pairs-{chunk}-{part}"), pairs)
    count = sum(map(len, found.values()))
    put(done, [str(count).encode()])
    return count


def _by_key(place: Workplace, part: int) -> Iterator[list[Entry]]:
    """The entries of each key that several reports have."""
    entries: list[Entry] = []
    for chunk in place.chunks:
        entries += ENTRY.iter_unpack(place.file(f"keys-{part}-{chunk.number}").read_bytes())
    entries.sort()
    start = 0
    for end in range(1, len(entries) + 1):
        if end == len(entries) or entries[end][0] != entries[start][0]:
            if end - start > 1:
                yield entries[start:end]
            start = end


def _pairs(bearers: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    if len(bearers) <= MOST_BEARERS:
        yield from _apart(bearers)
        return
    for facet in FACETS:
        of = itemgetter(*facet)
        groups: dict[object, list[Entry]] = defaultdict(list)
        for entry in bearers:
            if all(entry[n] for n in facet):
                groups[of(entry)].append(entry)
        for group in groups.values():
            if 1 < len(group) <= MOST_BEARERS:
                yield from _apart(group)


def _apart(bearers: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Every two, but not those born years apart, or of other fathers where many share the key."""
    many = len(bearers) > 8
    for left, right in combinations(bearers, 2):
        if left[1] == right[1] or (left[4] and right[4] and abs(left[4] - right[4]) > 4):
            continue
        if not (many and left[3] and right[3] and left[3] != right[3]):
            yield left, right
