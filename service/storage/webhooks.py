"""Webhooks as their owners see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy import func, select, text

from service.storage.tables import WebhookRow, table
from service.storage.transaction import Tx

_ROWS = table(WebhookRow)
_UNTOLD = frozenset({"description", "due_at", "test_id"})

# How many changes of the log lie behind the webhook's place, whether it asks for them or not.
_SHOWN = "w.*, (SELECT seq FROM clock) - w.seq AS behind FROM webhook w"
_PAGE = f"""
    SELECT {_SHOWN}
    WHERE ($1::text IS NULL OR w.partner = $1) AND ($2::timestamptz IS NULL OR (w.created_at, w.id) > ($2, $3))
    ORDER BY w.created_at, w.id LIMIT $4
"""
_LOG = """
    SELECT id, message_id, type, seq, attempt, at, ms, status, error FROM delivery
    WHERE webhook_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3
"""


async def add(tx: Tx, row: Mapping[str, Any]) -> None:
    """Store a webhook."""
    await tx.execute(_ROWS.insert(), {**row, "created_at": tx.at, "due_at": tx.at})


async def count_of(tx: Tx, partner: str) -> int:
    """How many webhooks a partner has."""
    return int(await tx.scalar(select(func.count()).where(_ROWS.c.partner == partner)))


async def find(tx: Tx, webhook_id: str) -> dict[str, Any] | None:
    """The webhook's row, held until the transaction ends; or None."""
    return await tx.map(text(f"SELECT {_SHOWN} WHERE w.id = :id FOR UPDATE OF w"), {"id": webhook_id})


async def read(pool: asyncpg.Pool, webhook_id: str) -> asyncpg.Record | None:
    """The webhook's row as it stands, or None."""
    return await pool.fetchrow(f"SELECT {_SHOWN} WHERE w.id = $1", webhook_id)


async def page(
    pool: asyncpg.Pool, partner: str | None, after: tuple[datetime, str] | None, limit: int
) -> list[asyncpg.Record]:
    """A partner's webhooks (None: everybody's), oldest first, after a given (time, id)."""
    at, id_ = after or (None, None)
    rows: list[asyncpg.Record] = await pool.fetch(_PAGE, partner, at, id_, limit)
    return rows


async def count(pool: asyncpg.Pool, partner: str | None) -> int:
    """How many webhooks a partner has, or all have."""
    total: int = await pool.fetchval("SELECT count(*) FROM webhook WHERE $1::text IS NULL OR partner = $1", partner)
    return total


async def change(tx: Tx, webhook_id: str, values: Mapping[str, Any]) -> None:
    """Set columns; whoever delivers at the moment is told by the generation that what it knows is old.

    Not for what it need not know: what is on its way would be told once more.
    """
    changed = {**values, "generation": _ROWS.c.generation + int(not values.keys() <= _UNTOLD)}
    await tx.execute(_ROWS.update().where(_ROWS.c.id == webhook_id).values(**changed))


async def end_with_key(tx: Tx, key_id: str, reason: str) -> None:
    """Disable what was registered or enabled with a key, for a reason. A message on its way may still be noted."""
    ended = {"state": "disabled", "disabled_at": tx.at, "disabled_reason": reason, "failures": 0, "failing_since": None}
    same = (_ROWS.c.key_id == key_id) & (_ROWS.c.state == "active")
    await tx.execute(_ROWS.update().where(same).values(**ended))


async def remove(tx: Tx, webhook_id: str) -> None:
    """Delete a webhook and its log."""
    await tx.execute(_ROWS.delete().where(_ROWS.c.id == webhook_id))


async def log(pool: asyncpg.Pool, webhook_id: str, before: int, limit: int) -> list[asyncpg.Record]:
    """Attempts at a webhook, newest first, before a number."""
    rows: list[asyncpg.Record] = await pool.fetch(_LOG, webhook_id, before, limit)
    return rows


async def count_log(pool: asyncpg.Pool, webhook_id: str) -> int:
    """How many attempts the log has."""
    total: int = await pool.fetchval("SELECT count(*) FROM delivery WHERE webhook_id = $1", webhook_id)
    return total
