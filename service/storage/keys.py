"""API keys, of which only hashes are stored."""

from collections.abc import Mapping
from typing import Any

import asyncpg
from sqlalchemy import select, text

from service.storage.tables import KeyRow, table
from service.storage.transaction import Tx

_ROWS = table(KeyRow)

_LIVE = """
    SELECT id, partner, scope, coalesce(last_used_at < now() - interval '1 minute', true) AS unmarked FROM api_key
    WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
"""
_EVERY = """
    SELECT id, name, partner, scope, created_at, expires_at, revoked_at, last_used_at FROM api_key
    ORDER BY created_at, id
"""


async def live(pool: asyncpg.Pool, hash_: bytes) -> asyncpg.Record | None:
    """The key with this hash, unless it was revoked or has expired; `unmarked` when its use was not noted just now."""
    return await pool.fetchrow(_LIVE, hash_)


async def every(pool: asyncpg.Pool) -> list[asyncpg.Record]:
    """All keys, oldest first."""
    rows: list[asyncpg.Record] = await pool.fetch(_EVERY)
    return rows


async def add(tx: Tx, row: Mapping[str, Any]) -> None:
    """Store a key."""
    await tx.execute(_ROWS.insert(), {**row, "created_at": tx.at})


async def find(tx: Tx, key_id: str) -> dict[str, Any] | None:
    """The key's row, or None."""
    row = (await tx.execute(_ROWS.select().where(_ROWS.c.id == key_id))).mappings().one_or_none()
    return None if row is None else dict(row)


async def any_made(tx: Tx) -> bool:
    """Whether a key was ever made."""
    return bool(await tx.scalar(select(select(_ROWS.c.id).exists())))


async def revoke(tx: Tx, key_id: str) -> bool:
    """Revoke a key from now on; False when it was revoked before."""
    same = (_ROWS.c.id == key_id) & _ROWS.c.revoked_at.is_(None)
    return (await tx.execute(_ROWS.update().where(same).values(revoked_at=tx.at))).rowcount == 1


async def mark_used(tx: Tx, key_id: str) -> None:
    """Note that a key was used, unless that was noted within the last minute."""
    query = text("""
        UPDATE api_key SET last_used_at = :now
        WHERE id = :id AND (last_used_at IS NULL OR last_used_at < CAST(:now AS timestamptz) - interval '1 minute')
    """)
    await tx.execute(query, {"id": key_id, "now": tx.at})
