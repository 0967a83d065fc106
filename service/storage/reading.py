"""Reads on the read-only pool: bytes that go out as they are."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as it is answered: `root_id` differs from `id` once it was merged away."""

    id: str
    kind: str
    state: str
    version: int
    root_id: str
    document: bytes
    updated_at: datetime


_RECORDS = """
    SELECT id, kind, state, version, root_id, document, updated_at FROM record WHERE id = ANY($1)
"""
PARTED = """
    SELECT record_id AS whole, new_record_id AS part, at FROM split
    UNION SELECT moved.value ->> 'base' COLLATE "C", s.new_record_id, s.at FROM split s, jsonb_each(s.moved) AS moved
"""
"""What showed the part that a split made a record of its own, until its time: the whole, and the moved reports' bases,
which have histories of their own from before they were merged into it.
"""
_VERSION = f"""
    WITH RECURSIVE shown(whole, part, since, until) AS (
        SELECT survivor, absorbed, at, coalesce(undone_at, 'infinity') FROM merge
        UNION ALL SELECT whole, part, '-infinity', at FROM ({PARTED}) AS parted
    ), held(id, since, until) AS (
        SELECT CAST($1 AS text) COLLATE "C", CAST('-infinity' AS timestamptz), CAST('infinity' AS timestamptz)
        UNION SELECT s.part, greatest(s.since, h.since), least(s.until, h.until) FROM held h
        JOIN shown s ON s.whole = h.id AND greatest(s.since, h.since) < least(s.until, h.until)
    )
    SELECT v.record_id, v.version, v.state, v.at, coalesce(v.document, r.document) AS document, r.kind,
           v.state = 'published' AND EXISTS (
               SELECT FROM held h JOIN record p ON p.id = h.id JOIN record w ON w.id = p.root_id
               WHERE w.withdrawn AND v.at >= h.since AND v.at < h.until) AS hidden
    FROM record_version v JOIN record r ON r.id = v.record_id
    WHERE v.record_id = $1 AND {{which}} ORDER BY v.version DESC LIMIT 1
"""
_VERSIONS = """
    SELECT version, state, cause, by, at, reason, changed FROM record_version
    WHERE record_id = $1 AND version > $2::bigint ORDER BY version LIMIT $3
"""


async def record(pool: asyncpg.Pool, id_: str) -> Stored | None:
    """One record, or None."""
    row = await pool.fetchrow(_RECORDS, [id_])
    return None if row is None else Stored(*row)


async def records(pool: asyncpg.Pool, ids: Sequence[str]) -> list[Stored]:
    """Several records at once, in no order."""
    return [Stored(*row) for row in await pool.fetch(_RECORDS, list(ids))]


async def version(pool: asyncpg.Pool, id_: str, number: int) -> asyncpg.Record | None:
    """One version of a record, or None."""
    return await pool.fetchrow(_VERSION.format(which="v.version = $2"), id_, number)


async def version_at(pool: asyncpg.Pool, id_: str, at: datetime) -> asyncpg.Record | None:
    """The version that stood at a time, or None when there was none yet."""
    return await pool.fetchrow(_VERSION.format(which="v.at <= $2"), id_, at)


async def versions(pool: asyncpg.Pool, id_: str, after: int, limit: int) -> list[asyncpg.Record]:
    """Versions after a number, oldest first: who, when, why, what changed."""
    rows: list[asyncpg.Record] = await pool.fetch(_VERSIONS, id_, after, limit)
    return rows


async def count_versions(pool: asyncpg.Pool, id_: str) -> int:
    """How many versions a record has."""
    return int(await pool.fetchval("SELECT count(*) FROM record_version WHERE record_id = $1", id_))


class Coalesced:
    """Concurrent reads of records share one statement: those that come while one runs go together in the next."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._waiting: dict[str, asyncio.Future[Stored | None]] = {}
        self._running: asyncio.Task[None] | None = None

    async def record(self, id_: str) -> Stored | None:
        """One record, or None."""
        future = self._waiting.get(id_)
        if future is None:
            future = self._waiting[id_] = asyncio.get_running_loop().create_future()
        if self._running is None:
            self._running = asyncio.create_task(self._drain())
        return await asyncio.shield(future)

    async def _drain(self) -> None:
        batch: dict[str, asyncio.Future[Stored | None]] = {}
        try:
            async with self._pool.acquire() as connection:
                while self._waiting:
                    batch, self._waiting = self._waiting, {}
                    found = {row[0]: Stored(*row) for row in await connection.fetch(_RECORDS, list(batch))}
                    for id_, future in batch.items():
                        future.set_result(found.get(id_))
        except Exception as error:  # every reader that waits gets it, whatever it is
            for future in (*batch.values(), *self._waiting.values()):
                if not future.done():
                    future.set_exception(error)
            self._waiting = {}
        finally:
            # Readers may have come while the connection was given back.
            self._running = asyncio.create_task(self._drain()) if self._waiting else None


@dataclass(frozen=True, slots=True)
class ListQuery:
    """A list's conditions: SQL with numbered parameters from $1, and their values."""

    where: Sequence[str]
    values: Sequence[Any]


async def page(pool: asyncpg.Pool, query: ListQuery, after: str, limit: int) -> list[tuple[str, bytes]]:
    """Ids and documents of a list in the order of ids, after an id."""
    n = len(query.values)
    conditions = " AND ".join([*query.where, f"id > ${n + 1}"])
    sql = f"SELECT id, document FROM record WHERE {conditions} ORDER BY id LIMIT ${n + 2}"
    return [(row["id"], row["document"]) for row in await pool.fetch(sql, *query.values, after, limit)]


async def count(pool: asyncpg.Pool, query: ListQuery) -> int:
    """How many records a list has in all."""
    total: int = await pool.fetchval(f"SELECT count(*) FROM record WHERE {' AND '.join(query.where)}", *query.values)
    return total
