"""Sessions of browsers, of whose cookies only hashes are stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from service.storage.tables import SessionRow, table
from service.storage.transaction import Tx

_ROWS = table(SessionRow)

_LIVE = text("""
    SELECT k.id, k.partner, k.scope FROM session s JOIN api_key k ON k.id = s.key_id
    WHERE s.hash = :hash AND s.expires_at > now()
      AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
""")


async def add(tx: Tx, hash_: bytes, key_id: str, expires_at: datetime) -> None:
    """Store a session, and forget those that have expired."""
    await tx.execute(_ROWS.delete().where(_ROWS.c.expires_at <= tx.at))
    row = {"hash": hash_, "key_id": key_id, "created_at": tx.at, "expires_at": expires_at}
    await tx.execute(_ROWS.insert(), row)


async def live(tx: Tx, hash_: bytes) -> dict[str, Any] | None:
    """The key behind a session, unless either has expired or the key was revoked."""
    return await tx.map(_LIVE, {"hash": hash_})


async def end(tx: Tx, hash_: bytes) -> None:
    """Forget a session, if it is there."""
    await tx.execute(_ROWS.delete().where(_ROWS.c.hash == hash_))
