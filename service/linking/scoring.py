"""Third stage: the pairs of a chunk compared, those that share most first."""

import struct
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from heapq import nlargest

import orjson

from matching.cluster import Link
from matching.model import CONTRADICTED_AT_MOST, Weights
from matching.profile import Profile, profiles_from_bytes
from matching.score import score, score_case
from service.linking.pairing import PAIR
from service.linking.workplace import KEY_PARTS, Chunk, Workplace, put

#: Later reports with which one report is compared.
MOST_COMPARED = 12

LINK = struct.Struct("<IIf")


def score_chunk(place: Workplace, chunk: Chunk) -> int:
    """Write `links-C`: the pairs that are not plainly two; answer how many were compared."""
    done = place.file(f"scored-{chunk.number}")
    if done.exists():
        return int(done.read_bytes())
    store = Profiles(place)
    links, count = [], 0
    for left, shared in _shared(place, chunk).items():
        ours = store[left]
        for right in nlargest(MOST_COMPARED, shared, key=lambda other: (shared[other], -other)):
            odds = log_odds(ours, store[right], place.prior, place.weights)
            count += 1
            if odds > CONTRADICTED_AT_MOST:
                links.append(LINK.pack(left, right, odds))
    put(place.file(f"links-{chunk.number}"), links)
    put(done, [str(count).encode()])
    return count


def _shared(place: Workplace, chunk: Chunk) -> dict[int, dict[int, float]]:
    """For each report of the chunk the bits that it shares with later ones."""
    shared: dict[int, dict[int, float]] = defaultdict(dict)
    for part in range(KEY_PARTS):
        path = place.file(f"pairs-{chunk.number}-{part}")
        if path.exists():
            for left, right, bits in PAIR.iter_unpack(path.read_bytes()):
                row = shared[left]
                row[right] = row.get(right, 0.0) + bits
    return shared


def log_odds(left: Sequence[Profile], right: Sequence[Profile], prior: float, weights: Weights) -> float:
    """log2 odds that two reports are of one person or one case."""
    if left[0].kind == "case":
        return score_case(left, right, weights=weights).log_odds
    return score(left[0], right[0], prior=prior, weights=weights).log_odds


def links(place: Workplace) -> list[Link]:
    """All that scoring found."""
    return [
        Link(*row)
        for chunk in place.chunks
        for row in LINK.iter_unpack(place.file(f"links-{chunk.number}").read_bytes())
    ]


class Profiles:
    """The profiles of reports by their number; those of a few chunks are kept as bytes."""

    def __init__(self, place: Workplace) -> None:
        self._size = place.size
        self._rows = lru_cache(maxsize=64)(lambda number: _rows(place, number))
        self._read = lru_cache(maxsize=20_000)(self._of)

    def __getitem__(self, number: int) -> tuple[Profile, ...]:
        return self._read(number)

    def _of(self, number: int) -> tuple[Profile, ...]:
        return profiles_from_bytes(orjson.loads(self._rows(number // self._size)[number % self._size])[1].encode())


def _rows(place: Workplace, number: int) -> list[bytes]:
    return place.file(f"profiles-{number}").read_bytes().split(b"\n")
