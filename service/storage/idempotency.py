"""Stored answers of keyed requests."""

import hashlib
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import text

from service.storage.tables import IdempotencyRow, table
from service.storage.transaction import Connection, Tx

_ROWS = table(IdempotencyRow)


class Keyed(Protocol):
    """What identifies a keyed request."""

    @property
    def key_id(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def body_hash(self) -> bytes: ...
    @property
    def status(self) -> int: ...


@dataclass(frozen=True, slots=True)
class First:
    """The first answer that was given."""

    body_hash: bytes
    status: int
    body: dict[str, Any]


async def claim(conn: Connection, request: Keyed) -> bool:
    """Whether no other transaction is working on the same keyed request; holds it until this one ends."""
    name = "\0".join((request.key_id, request.method, request.path, request.key)).encode()
    number = int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), signed=True)
    return bool(await conn.scalar(text("SELECT pg_try_advisory_xact_lock(:n)"), {"n": number}))


async def find(conn: Connection, request: Keyed) -> First | None:
    """The answer stored within the last 24 hours."""
    fresh = _ROWS.c.at >= text("clock_timestamp() - interval '24 hours'")
    row = (await conn.execute(_ROWS.select().where(*_same(request), fresh))).one_or_none()
    return None if row is None else First(row.body_hash, row.status, row.body)


async def remember(tx: Tx, request: Keyed, body: dict[str, Any]) -> None:
    """Store the answer in the effect's own transaction; older ones than a day are removed on the way."""
    old = text("DELETE FROM idempotency WHERE at < CAST(:now AS timestamptz) - interval '24 hours'")
    await tx.execute(old, {"now": tx.at})
    values = {name: getattr(request, name) for name in ("key_id", "key", "method", "path", "body_hash", "status")}
    await tx.execute(_ROWS.insert(), {**values, "body": body, "at": tx.at})


def _same(request: Keyed) -> list[Any]:
    return [_ROWS.c[name] == getattr(request, name) for name in ("key_id", "method", "path", "key")]
