"""First stage: the lines of a chunk as profiles, and their blocking keys by part."""

import struct
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any
from zlib import crc32

import orjson
from pydantic import ValidationError

from matching.block import query_keys
from matching.names.given import father_classes
from matching.profile import Profile, profiles_to_bytes
from schemas.problem import field_problems
from schemas.report import REPORT
from service.linking.workplace import KEY_PARTS, Chunk, Workplace, put
from service.registry.inputs import Reference
from service.registry.profile import profiles_of_facts

#: A key of a report: key, number of the report, bits; then what parts a long list of bearers: father, year, region.
ENTRY = struct.Struct("<iIfHHH")
#: Keys of one report that take part, the most telling first.
MOST_KEYS = 24

Rejected = tuple[int, str]
"""A line and what is wrong with it."""


def read_chunk(place: Workplace, chunk: Chunk) -> list[Rejected]:
    """Write `profiles-N` (id and profiles of each report) and `keys-N`; answer the lines that are no report."""
    done = place.file(f"read-{chunk.number}.json")
    if done.exists():
        return [(line, why) for line, why in orjson.loads(done.read_bytes())]
    rejected: list[Rejected] = []
    rows: list[bytes] = []
    parts: list[list[bytes]] = [[] for _ in range(KEY_PARTS)]
    for line, raw in _lines(place, chunk):
        try:
            identity, profiles = _profiles(raw)
        except ValueError as error:
            rejected.append((line, str(error)))
            identity, profiles = "", ()
        rows.append(orjson.dumps([identity, profiles_to_bytes(profiles).decode()]))
        for key, entry in _entries(line - 1, profiles):
            parts[key % KEY_PARTS].append(entry)
    put(place.file(f"profiles-{chunk.number}"), [b"\n".join(rows)])
    for part, entries in enumerate(parts):
        put(place.file(f"keys-{part}-{chunk.number}"), entries)
    put(done, [orjson.dumps(rejected)])
    return rejected


@cache
def _reference() -> Reference:
    """The reference lists that are built in: making them takes a while, so each worker makes them once."""
    return Reference()


def _lines(place: Workplace, chunk: Chunk) -> Iterator[tuple[int, bytes]]:
    with place.source.open("rb") as file:
        file.seek(chunk.offset)
        yield from enumerate(islice(file, chunk.lines), chunk.first_line)


def _profiles(raw: bytes) -> tuple[str, tuple[Profile, ...]]:
    """External id and profiles of a line; of a blank one nothing. Raises ValueError in words."""
    if not raw.strip():
        return "", ()
    try:
        value: Any = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error.msg}") from error
    try:
        report = REPORT.validate_python(value)
    except ValidationError as error:
        wrong = field_problems(error, value, tagged=True)[0]
        raise ValueError(f"{wrong.pointer or 'the whole'}: {wrong.detail}") from error
    if report.external_id is None:
        raise ValueError("/external_id: a report of a list has an id by which the answer names it")
    return report.external_id, profiles_of_facts(report.facts, _reference(), report.document.published_on)


def _entries(number: int, profiles: tuple[Profile, ...]) -> Iterator[tuple[int, bytes]]:
    for profile in profiles:
        kind = 0 if profile.kind == "casualty" else 1
        facets = _father(profile), _year(profile), _region(profile)
        for key, bits in query_keys(profile)[:MOST_KEYS]:
            yield key ^ kind, ENTRY.pack(key ^ kind, number, bits, *facets)


def _father(profile: Profile) -> int:
    """A number of the patronymic's class, or of its stem; 0 when unsaid or an initial."""
    stems = {stem for name in profile.names for stem in name.patronymic if len(stem) > 1}
    if len(stems) != 1:
        return 0
    stem = stems.pop()
    return min(father_classes(stem), default=crc32(stem.encode()) % 60_000 + 5_000) % 65_535 + 1


def _year(profile: Profile) -> int:
    years = {
        (span.first + (span.last - span.first) // 2) // 365 for span in profile.born if span.last - span.first < 367
    }
    return years.pop() if len(years) == 1 else 0


def _region(profile: Profile) -> int:
    return crc32(min(profile.regions).encode()) % 65_535 + 1 if len(profile.regions) == 1 else 0
