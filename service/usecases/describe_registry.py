"""The statistics that people read: counts, series by month, delays, overlaps, and what changed since a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any, Final

from service.storage import series
from service.storage import statistics as stored
from service.storage.engine import Database
from service.usecases.filters import DEAD
from service.usecases.kept import kept
from service.usecases.statistics import counts_in
from service.usecases.tallies import list_tallies

DELAYS: Final = (8, 31, 92, 183, 366)
"""The days at which a longer delay begins: a week, a month, three, six, a year are within the one before."""
SHARES: Final = (0.25, 0.5, 0.75)
SOURCES: Final = 12
LATEST: Final = 20
TALLIES: Final = 50
_DEAD_TAGS: Final = [f"status:{status}" for status in DEAD]
_TAGGED: Final = ("region", "category", "status", "stage", "outcome", "article")
_AS_WE_COUNT: Final = frozenset({"kind", "counted", *_TAGGED})


@dataclass(frozen=True, slots=True)
class Described:
    """The registry at one moment: `counts` as `/v1/stats` gives them; records by month (`2023-09`); the dead by band of
    delay and the quartiles of the delay in days; what pairs of sources have in common (`series.overlap`), by kind."""

    counts: Mapping[str, Any]
    died: Mapping[str, int]
    reported: Mapping[str, Mapping[str, int]]
    delays: Mapping[int, int]
    quartiles: list[int] | None
    overlap: Mapping[str, Mapping[tuple[str, str | None], int]]


async def describe_registry(db: Database) -> Described:
    """What the registry holds, counted at one moment that may be a short while ago."""
    return await kept(db, "statistics", partial(_describe, db))


async def _describe(db: Database) -> Described:
    async with db.reading() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
        return Described(
            counts=await counts_in(conn),
            died=await series.deaths_by_month(conn, _DEAD_TAGS),
            reported={kind: await series.reported_by_month(conn, kind, tags) for kind, tags in _kinds()},
            delays=await series.delays(conn, _DEAD_TAGS, DELAYS),
            quartiles=await series.delay_quantiles(conn, _DEAD_TAGS, SHARES),
            overlap={kind: await series.overlap(conn, kind, tags, SOURCES) for kind, tags in _kinds()},
        )


def _kinds() -> tuple[tuple[str, list[str] | None], ...]:
    return ("casualty", _DEAD_TAGS), ("case", None)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a day: by `causes`, and the `latest` other than new records."""

    causes: list[dict[str, Any]]
    latest: list[dict[str, Any]]


async def changes_since(db: Database, day: date) -> Changes:
    """The changes since the beginning of a day (UTC), as the change log tells them."""
    return await kept(db, f"changes since {day}", partial(_changes, db, datetime.combine(day, time.min, UTC)))


async def _changes(db: Database, since: datetime) -> Changes:
    async with db.reading() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
        return Changes(await series.causes_since(conn, since), await series.latest_since(conn, since, LATEST))


async def published_figures(db: Database) -> list[dict[str, Any]]:
    """The figures that sources published, newest first, each with `ours`: how many records we have in its scope, None
    where the scope says more than we can count by."""
    tallies = (await list_tallies(db, filters={}, limit=TALLIES))["items"]
    return [{**tally, "ours": await _ours(db, tally["scope"])} for tally in tallies]


async def _ours(db: Database, scope: Mapping[str, Any]) -> int | None:
    if not scope.keys() <= _AS_WE_COUNT or not _is_numbered(scope.get("article")):
        return None
    tags = [f"{name}:{scope[name]}" for name in _TAGGED if name in scope]
    among = _DEAD_TAGS if scope["kind"] == "casualty" and "status" not in scope else None
    return await kept(db, f"{scope['kind']} {tags}", partial(_bearing, db, scope["kind"], among, tags))


async def _bearing(db: Database, kind: str, among: list[str] | None, tags: list[str]) -> int:
    async with db.reading() as conn:
        return await stored.bearing(conn, kind, among, tags)


def _is_numbered(article: str | None) -> bool:
    return article is None or article.replace(".", "").isdecimal()
