"""The first half of linking the registry: for each record those made before it with which it is worth deciding about.

Workers ask the database as an arriving report does, stretch by stretch of the change log, and only read. What they
found lies in files beside the data, whole or not at all, so that an interrupted scan goes on where it stopped.
"""

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from heapq import nlargest
from itertools import groupby
from pathlib import Path

import asyncpg
import orjson

from matching.model import Weights
from matching.profile import Profile, profiles_from_bytes
from matching.reach import odds
from service.errors import Conflict
from service.linking import engine
from service.linking.workplace import put
from service.settings import Settings, make_data_dir
from service.storage import candidates, feed
from service.storage.candidates import Born
from service.storage.embedded import EmbeddedError
from service.storage.embedded.lock import exclusively
from service.storage.engine import Database, reading_once
from service.storage.transaction import writing
from service.usecases.find_matches import Match, Workspace, scored
from service.usecases.progress import Progress, silent
from service.usecases.read_reports import keys_of

STRETCH = 1_000
"""Numbers of the change log of one task; at most as many records were made in them."""
AT_A_TIME = 25
"""Records that ask in one statement."""
FETCHED = 2 * candidates.CANDIDATES
"""Candidates of one record: about half of them were made after it, and are not its to ask for."""
LIKELY = 0.01
"""Least probability of a pair: less than is suggested, since a record may say more by the time of the decision."""
KEPT = 20
"""Likeliest records that one is decided about: more than can be its rivals or suggested."""

Pairs = list[tuple[str, list[str]]]
"""Records, in the order in which they were made, each with those made before it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Records first published by changes numbered above `after`, up to `upto`."""

    after: int
    upto: int


@dataclass(frozen=True, slots=True)
class Scan:
    """Where a scan lies, and its stretches in order; what a worker needs to read the registry."""

    directory: Path
    stretches: tuple[Stretch, ...]
    address: str
    settings: Settings
    weights: Weights

    def file(self, stretch: Stretch, verb: str = "found") -> Path:
        """What was found in a stretch, or the mark that it was `decided`."""
        return self.directory / f"{verb}-{stretch.after}-{stretch.upto}"

    def found(self, stretch: Stretch) -> Pairs:
        """What a finished scan found."""
        return [(asker, partners) for asker, partners in orjson.loads(self.file(stretch).read_bytes())]


@dataclass(frozen=True, slots=True)
class Asker:
    """A record that looks for those before it."""

    kind: str
    profiles: tuple[Profile, ...]
    keys: tuple[tuple[int, float], ...] = ()
    index: int = 0


@contextmanager
def linking_alone(settings: Settings) -> Iterator[None]:
    """Keep others from linking the same registry from this data directory meanwhile. Raises Conflict when one does."""
    path = make_data_dir(settings.data_dir) / "link.lock"
    try:
        with exclusively(path, 0):
            yield
    except EmbeddedError as error:
        raise Conflict("The registry is being linked already.") from error


async def open_scan(db: Database, *, size: int = STRETCH) -> Scan:
    """Divide the registry as it is now into stretches of `size` changes.

    What an interrupted run left is kept if registry and weights are the same; what came since is in further stretches.
    """
    async with writing(db.engine, identity=False) as tx:
        clock = await feed.clock(await tx.driver())
    directory = db.settings.data_dir.absolute() / "link"
    plan = orjson.dumps({"registry": clock.registry_id, "model": db.weights.version, "size": size})
    known = directory / "plan.json"
    if directory.exists() and not (known.exists() and known.read_bytes() == plan):
        shutil.rmtree(directory)
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    put(known, [plan])
    stretches = tuple(Stretch(n, min(n + size, clock.seq)) for n in range(0, clock.seq, size))
    return Scan(directory, stretches, db.address, db.settings, db.weights)


def scan(plan: Scan, *, scheduler: str | None = None, progress: Progress = silent) -> None:
    """Find the pairs of every stretch that has none yet, on all cores or the cluster at `scheduler`.

    The workers must reach the database. Raises NoSchedulerError, and Busy when a worker can't read.
    """
    missing = [stretch for stretch in plan.stretches if not plan.file(stretch).exists()]
    if not missing:
        return
    total, done = len(plan.stretches), len(plan.stretches) - len(missing)
    progress("comparing", done, total)
    with engine.workers(scheduler) as client:
        for n, pairs in engine.each(client, partial(_scan_one, plan), missing):
            put(plan.file(missing[n]), [orjson.dumps(pairs)])
            done += 1
            progress("comparing", done, total)


def close_scan(plan: Scan) -> None:
    """Drop what a scan left, once everything is decided."""
    shutil.rmtree(plan.directory)


def _scan_one(plan: Scan, stretch: Stretch) -> Pairs:
    return asyncio.run(_find_pairs(plan, stretch))


async def _find_pairs(plan: Scan, stretch: Stretch) -> Pairs:
    found: dict[str, list[str]] = {}
    async with reading_once(plan.address, plan.settings) as connection:
        born = await candidates.born_between(connection, stretch.after, stretch.upto)
        for asking in _groups(born):
            found |= await _partners(connection, asking, plan.weights)
    return [(one.record_id, found[one.record_id]) for one in born if found[one.record_id]]


def _groups(born: Sequence[Born]) -> Iterator[list[Born]]:
    """A few records of one kind at a time."""
    for _, group in groupby(sorted(born, key=lambda one: one.kind), key=lambda one: one.kind):
        same = list(group)
        yield from (same[n : n + AT_A_TIME] for n in range(0, len(same), AT_A_TIME))


async def _partners(connection: asyncpg.Connection, asking: Sequence[Born], weights: Weights) -> dict[str, list[str]]:
    """For each record those made before it that it may be one with, likeliest first."""
    read = [profiles_from_bytes(one.profile) for one in asking]
    askers = [Asker(asking[n].kind, profiles, keys_of(profiles), n) for n, profiles in enumerate(read)]
    kinds = [asking[0].kind]
    found = await candidates.find(connection, [one.keys for one in askers], kinds, public=False, limit=FETCHED)
    made = await candidates.births(connection, [one.record_id for group in found.values() for one in group])
    earlier = {n: [one for one in group if made[one.record_id] < asking[n].seq] for n, group in found.items()}
    workspace, least = Workspace(weights), odds(LIKELY)
    for asker in askers:
        workspace.take(asker, earlier.get(asker.index, ()), least)
    return {asking[asker.index].record_id: _likeliest(scored(workspace, asker, least=least)) for asker in askers}


def _likeliest(found: Sequence[Match]) -> list[str]:
    best = nlargest(KEPT, found, key=lambda one: (one.score.log_odds, one.record_id))
    return [one.record_id for one in best if one.score.probability >= LIKELY]
