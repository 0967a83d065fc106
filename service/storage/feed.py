"""Reading the change log: where it ends, and pages of it with the documents of the versions that it names."""

import asyncio
from dataclasses import dataclass
from typing import Final

import asyncpg
from sqlalchemy import text

from service.storage.reading import PARTED
from service.storage.transaction import Tx

_EVERY: Final = 0.2
"""Seconds between looks at the end of the log, while somebody waits."""
_CLOCK: Final = "SELECT registry_id, seq FROM clock"
_END: Final = text("SELECT seq FROM clock")
_PAGE: Final = """
    SELECT seq, type, record_id, kind, version, merged_into, CAST(NULL AS bytea)
    FROM change WHERE seq > $1 ORDER BY seq LIMIT {limit}
"""
# A version is shown as `reading.version` shows it: not while the record that holds it today is withdrawn, and not when
# it is from a time in which it held, by a merge undone since or before a split, what is withdrawn today. (Withdrawn is
# looked up part by part, for of those there are few, and a table of all records to go through otherwise.)
_PAGE_WITH_RECORDS: Final = f"""
    WITH RECURSIVE page AS MATERIALIZED (
        SELECT seq, type, record_id, kind, version, merged_into FROM change WHERE seq > $1 ORDER BY seq LIMIT {{limit}}
    ), parted AS MATERIALIZED ({PARTED}), held(whole, part, since, until) AS (
        SELECT c.record_id, s.* FROM (SELECT DISTINCT record_id FROM page) c CROSS JOIN LATERAL (
            SELECT absorbed, at, coalesce(undone_at, 'infinity') FROM merge WHERE survivor = c.record_id
            UNION ALL SELECT part, '-infinity', at FROM parted WHERE whole = c.record_id
        ) s
        UNION
        SELECT h.whole, s.part, greatest(s.since, h.since), least(s.until, h.until) FROM held h CROSS JOIN LATERAL (
            SELECT absorbed, at, coalesce(undone_at, 'infinity') FROM merge WHERE survivor = h.part
            UNION ALL SELECT part, '-infinity', at FROM parted WHERE whole = h.part
        ) s(part, since, until) WHERE greatest(s.since, h.since) < least(s.until, h.until)
    ), hiding AS MATERIALIZED (
        SELECT h.whole, h.since, h.until FROM held h CROSS JOIN LATERAL (
            SELECT w.withdrawn FROM record p JOIN record w ON w.id = p.root_id WHERE p.id = h.part OFFSET 0
        ) s WHERE s.withdrawn
    )
    SELECT c.seq, c.type, c.record_id, c.kind, c.version, c.merged_into,
           CASE WHEN coalesce(v.state, r.state) <> 'withdrawn'
                 AND CASE WHEN r.root_id = r.id THEN r.state
                          ELSE (SELECT w.state FROM record w WHERE w.id = r.root_id) END <> 'withdrawn'
                 AND (coalesce(v.state, r.state) = 'merged' OR NOT EXISTS (
                      SELECT FROM hiding h WHERE h.whole = c.record_id
                      AND coalesce(v.at, r.updated_at) >= h.since AND coalesce(v.at, r.updated_at) < h.until))
                THEN coalesce(v.document, r.document) END
    FROM page c JOIN record r ON r.id = c.record_id
    LEFT JOIN record_version v
      ON v.record_id = c.record_id AND v.version = CASE WHEN c.version <> r.version THEN c.version END
    ORDER BY c.seq
"""


@dataclass(frozen=True, slots=True)
class Clock:
    """Which registry this is, and the number of its last change."""

    registry_id: str
    seq: int


async def clock(conn: asyncpg.Connection) -> Clock:
    """The end of the log, as this connection's server knows it."""
    return Clock(*await conn.fetchrow(_CLOCK))


async def end(tx: Tx) -> int:
    """The number of the last change, as the writing side knows it."""
    return int(await tx.scalar(_END))


async def page(conn: asyncpg.Connection, after: int, limit: int, *, records: bool) -> list[asyncpg.Record]:
    """Changes after a number, in the order of the log: number, type, record, kind, version, into what it was merged.

    With `records` the last column is the document of the version named, as bytes; None where it isn't shown any more.
    """
    # The limit stands in the text, as PostgreSQL plans for a tenth of the log where it doesn't know it.
    sql = (_PAGE_WITH_RECORDS if records else _PAGE).format(limit=int(limit))
    rows: list[asyncpg.Record] = await conn.fetch(sql, after)
    return rows


class Tail:
    """The end of the log, asked for once for all who wait in this process: waiting holds no connection.

    It is polled rather than listened for, so that it works on a replica and behind a pool of connections.
    """

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._waiting: dict[asyncio.Future[None], int] = {}
        self._asking: asyncio.Task[None] | None = None
        self._released = False

    async def passed(self, seq: int, seconds: float) -> None:
        """Return when the log has gone beyond a number, or after so many seconds; raises what the database raises."""
        if self._released:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[future] = seq
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
        try:
            await asyncio.wait({future}, timeout=seconds)
            if future.done():
                future.result()
        finally:
            self._waiting.pop(future)
            future.cancel()

    def release(self) -> None:
        """Let everyone who waits go on, now and from now on, as the service stops."""
        self._released = True
        self._tell(None)

    async def _ask(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(_EVERY)
                self._tell(await self._pool.fetchval(_END.text))
        except Exception as error:  # everyone who waits gets it, whatever it is
            for future in self._pending():
                future.set_exception(error)
        finally:
            self._asking = None

    def _tell(self, end: int | None) -> None:
        """Wake those who wait for a number before `end`; all, where there is none."""
        for future in self._pending():
            if end is None or self._waiting[future] < end:
                future.set_result(None)

    def _pending(self) -> "list[asyncio.Future[None]]":
        return [future for future in self._waiting if not future.done()]
