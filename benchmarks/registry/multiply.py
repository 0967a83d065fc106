"""Large registries quickly: some generated records, copied under other ids with their versions and changes.

For what reads bytes alone (exports, the feed, the mirror); what matches would find each man many times.
"""

import asyncio
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.registry.prepare import prepared
from service.settings import load_settings
from service.storage.engine import open_database
from service.storage.tables import RecordRow, VersionRow, table

_SEED = 2_000
_NEW = "overlay(id placing 'cas-' || lpad(to_hex(CAST(:n AS integer)), 4, '0') from 1 for 4)"


def filled(data_dir: Path, count: int) -> int:
    """A registry under `data_dir` with about so many records; how many."""
    return asyncio.run(_filled(data_dir, count))


async def _filled(data_dir: Path, count: int) -> int:
    await prepared(data_dir, min(count, _SEED))
    async with open_database(load_settings(data_dir=data_dir, statement_timeout=600)) as db, db.engine.begin() as conn:
        await conn.execute(text("CREATE TEMPORARY TABLE seed AS SELECT id FROM record WHERE state = 'published'"))
        seed = int(await conn.scalar(text("SELECT count(*) FROM seed")) or 1)
        for n in range(1, count // seed):
            await _copy(conn, n)
        await conn.execute(text("UPDATE clock SET seq = (SELECT max(seq) FROM change), at = clock_timestamp()"))
        return int(await conn.scalar(text("SELECT count(*) FROM record")) or 0)


async def _copy(conn: AsyncConnection, n: int) -> None:
    """One more of each record of the seed."""
    document = f"convert_to(replace(convert_from(document, 'UTF8'), id, {_NEW}), 'UTF8')"
    own = {"id": _NEW, "root_id": _NEW, "document": document}
    names = [column.name for column in table(RecordRow).columns]
    values = ", ".join(own.get(name, name) for name in names)
    given = {"n": n}
    await conn.execute(
        text(f"INSERT INTO record ({', '.join(names)}) SELECT {values} FROM record WHERE id IN (SELECT id FROM seed)"),
        given,
    )
    of_id = _NEW.replace("(id ", "(record_id ")
    names = [column.name for column in table(VersionRow).columns]
    values = ", ".join({"record_id": of_id}.get(name, name) for name in names)
    await conn.execute(
        text(f"""INSERT INTO record_version ({", ".join(names)})
                 SELECT {values} FROM record_version WHERE record_id IN (SELECT id FROM seed)"""),
        given,
    )
    await conn.execute(
        text(f"""INSERT INTO change (seq, type, record_id, kind, version, merged_into, at)
                 SELECT (SELECT max(seq) FROM change) + row_number() OVER (ORDER BY id), 'published', {_NEW}, kind,
                        version, NULL, updated_at FROM record WHERE id IN (SELECT id FROM seed)"""),
        given,
    )
