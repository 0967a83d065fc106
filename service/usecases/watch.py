"""A filter on changes: of which records, by kind, region, court, or for a name asked for.

A change is told of when its record, as it stands or as it ever stood, is what is asked for: so whoever was told of a
record is told of what becomes of it, when it is withdrawn, merged away, or moves to another region. A redaction is told
to all who watch its kind, as it may have taken out the very thing that was asked for.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from matching.profile import Profile, profiles_from_bytes
from schemas.base import Kind
from service.errors import FieldError, Unprocessable
from service.registry.diff import read_document
from service.registry.profile import profiles_of_document
from service.registry.tags import tags_of
from service.storage import watching
from service.storage.engine import Database
from service.storage.watching import Tags
from service.usecases.filters import tags_asked
from service.usecases.look_up import KINDS, Asked, asked_for, is_called
from service.usecases.reference import reference_for


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched for, read: `kinds` of records, `types` of changes (empty: all), tags, and a name."""

    kinds: Sequence[str]
    types: Sequence[str]
    tags: Tags
    name: Asked | None

    @property
    def takes_all(self) -> bool:
        """Whether records need not be looked into."""
        return not (self.tags.regions or self.tags.courts or self.name)


async def read_watch(
    db: Database, *, kind: str = "any", types: Sequence[str] = (), region: Sequence[str] = (),
    court: Sequence[str] = (), q: str | None = None,
) -> Watch:  # fmt: skip
    """The filter of these values. Raises Unprocessable (at `/query/…`) for a region or name that can't be one."""
    reference = await reference_for(db) if court else None
    tags = Tags(tags_asked("region", region, None), tags_asked("court", court, reference))
    return Watch(KINDS[kind], types, tags, asked_for(q, kind) if q else None)


async def wanted(
    db: Database, conn: asyncpg.Connection, watch: Watch, after: int, limit: int
) -> tuple[list[asyncpg.Record], int]:
    """Of the next changes after a number, those that are watched for, and the number of the last one looked at."""
    keys = [key for key, _ in watch.name.keys] if watch.name else []
    rows = await watching.scan(conn, after, limit, watch.tags, keys)
    asked = [row for row in rows if row["kind"] in watch.kinds and (not watch.types or row["type"] in watch.types)]
    surely = {row["seq"] for row in asked if _is_wanted(db, watch, row)}
    doubtful = sorted({row["record_id"] for row in asked if row["seq"] not in surely and row["versions"] > 1})
    once = await _once(db, conn, watch, doubtful) if doubtful else frozenset()
    found = [row for row in asked if row["seq"] in surely or row["record_id"] in once]
    return found, rows[-1]["seq"] if rows else after


def _is_wanted(db: Database, watch: Watch, row: Mapping[str, Any]) -> bool:
    if watch.takes_all or row["type"] == "redacted":
        return True
    return row["tagged"] and (watch.name is None or _has_name(db, watch.name, row["kind"], _profiles(row)))


def _profiles(row: Mapping[str, Any]) -> Sequence[Profile]:
    return profiles_from_bytes(row["profile"]) if row["profile"] else ()


def _has_name(db: Database, name: Asked, kind: Kind, profiles: Sequence[Profile]) -> bool:
    return bool(profiles) and is_called(name, kind, tuple(profiles), db.weights)


async def _once(db: Database, conn: asyncpg.Connection, watch: Watch, ids: Sequence[str]) -> frozenset[str]:
    """Those of the records that were what is asked for in an earlier version, as it may still be shown."""
    versions: dict[str, list[bytes]] = defaultdict(list)
    for id_, document in await watching.older(conn, ids):
        versions[id_].append(document)
    return frozenset(
        id_ for id_, stored in versions.items() if any(_was_wanted(db, watch, read_document(one)) for one in stored)
    )


def _was_wanted(db: Database, watch: Watch, document: Mapping[str, Any]) -> bool:
    if document["state"] != "published":
        return False
    tags = set(tags_of(document))
    if any(asked and tags.isdisjoint(asked) for asked in (watch.tags.regions, watch.tags.courts)):
        return False
    return watch.name is None or _has_name(db, watch.name, document["kind"], profiles_of_document(document))


def at_body(error: Unprocessable) -> Unprocessable:
    """The same error of values that stood in a body and not in a query."""
    places = [FieldError(one.pointer.removeprefix("/query"), one.detail) for one in error.errors]
    return Unprocessable(error.detail, errors=places)
