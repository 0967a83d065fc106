"""Third stage: the pairs of a chunk compared, those that share most first."""

import struct
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from heapq import nlargest
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

import orjson

from matching.cluster import Link
from matching.model import CONTRADICTED_AT_MOST, Weights
from matching.profile import Profile, Stored, profiles_from_bytes
from matching.reach import Reach
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
    links, count = [], 0
    with closing(Profiles(place)) as store:
        for left, shared in _shared(place, chunk).items():
            others = nlargest(MOST_COMPARED, shared, key=lambda other: (shared[other], -other))
            count += len(others)
            links += [LINK.pack(left, right, odds) for right, odds in _linked(place, store, left, others)]
    put(place.file(f"links-{chunk.number}"), links)
    put(done, [str(count).encode()])
    return count


def _linked(place: Workplace, store: "Profiles", left: int, others: Sequence[int]) -> Iterator[tuple[int, float]]:
    """Which of the others may be one with a report, and the log2 odds of it."""
    ours = store[left]
    reach = Reach(ours[0], CONTRADICTED_AT_MOST, prior=place.prior, weights=place.weights)
    casualty = ours[0].kind == "casualty"
    for right in others:
        if casualty and not reach(store.stored(right)):
            continue
        odds = log_odds(ours, store[right], place.prior, place.weights)
        if odds > CONTRADICTED_AT_MOST:
            yield right, odds


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
    """The profiles of reports by their number, read from the files of the first stage where they lie."""

    def __init__(self, place: Workplace) -> None:
        self._size = place.size
        self._lines = lru_cache(maxsize=OPEN)(lambda chunk: Lines(place.file(f"profiles-{chunk}")))
        self._read = lru_cache(maxsize=KEPT)(lambda number: profiles_from_bytes(self._bytes(number)))
        self._stored = lru_cache(maxsize=KEPT)(lambda number: orjson.loads(self._bytes(number)))

    def __getitem__(self, number: int) -> tuple[Profile, ...]:
        return self._read(number)

    def close(self) -> None:
        """Let the files go: what reads them refers to this, so that nothing else would for long."""
        for cache in (self._read, self._stored, self._lines):
            cache.cache_clear()

    def stored(self, number: int) -> Stored:
        """The profile of a casualty as it is stored."""
        found: Stored = self._stored(number)
        return found

    def _bytes(self, number: int) -> bytes:
        raw: str = orjson.loads(self._lines(number // self._size)[number % self._size])[1]
        return raw.encode()


#: Files that one process has open: each report is compared with some of every other chunk.
OPEN: Final = 512
#: Profiles that are kept as read.
KEPT: Final = 5_000


class Lines:
    """The lines of a file that stays on disk, by their number from 0."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._all = mmap(file.fileno(), 0, access=ACCESS_READ)
        self._starts = array("Q", [0])
        while end := self._all.find(b"\n", self._starts[-1]) + 1:
            self._starts.append(end)
        self._starts.append(len(self._all) + 1)

    def __getitem__(self, number: int) -> bytes:
        return self._all[self._starts[number] : self._starts[number + 1] - 1]
