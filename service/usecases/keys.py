"""API keys: made, listed, revoked, and the actor behind one."""

import asyncio
import hashlib
import re
import secrets
import string
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import structlog

from matching.names.transliterate import to_latin
from service.errors import Busy, Conflict, NotFound, Unauthorized, Unprocessable
from service.registry.citations import STATEMENTS
from service.storage import keys as stored
from service.storage import webhooks
from service.storage.engine import Database
from service.storage.transaction import Tx, writing
from service.usecases.actor import MACHINE, SCOPES, Actor, scopes_up_to
from service.usecases.cursors import page_of
from service.usecases.idempotency import Answer, Idempotency, once
from service.usecases.ids import new_id
from service.usecases.instants import instant_text
from service.usecases.webhooks import KEYLESS

PREFIX: Final = "pmn_"
RESERVED: Final = frozenset({MACHINE.partner, STATEMENTS})
"""Partners whose reports are the registry's own: corrections must not be superseded by somebody's key."""

_ALPHABET: Final = string.ascii_letters + string.digits
_CHARS: Final = 43  # 256 bits
_SHAPE: Final = re.compile(PREFIX + r"[0-9A-Za-z]{32,100}")
_LONGEST_SLUG: Final = 63
_UNKNOWN: Final = "This API key is unknown, was revoked or has expired."
_log = structlog.get_logger("poimenno.keys")
_marking: dict[str, asyncio.Task[None]] = {}


async def create_key(
    db: Database, *, name: str, scope: str, partner: str | None = None, expires_at: datetime | None = None,
    actor: Actor, idempotency: Idempotency | None = None,
) -> Answer:  # fmt: skip
    """A new key with its secret (`key`), which is shown here only. Without `partner` that is made from the name.

    Keys of one partner reach each other's reports, so a key renewed under the same name goes on where the old one was.
    Raises Unprocessable for an unknown scope, a reserved partner, or a time that is past.
    """
    secret = _new_secret()

    async def work(tx: Tx) -> Answer:
        _check(tx, scope, partner, expires_at)
        return await _add(tx, secret, name, scope, partner, expires_at)

    return await once(db, idempotency, work, identity=False, secret="key")


async def ensure_admin_key(db: Database) -> str | None:
    """The secret of an administrator's key, made if the registry never had a key; else None."""
    secret = _new_secret()

    async def work(tx: Tx) -> Answer:
        if await stored.any_made(tx):
            return {}
        return await _add(tx, secret, "first administrator", "admin", None, None)

    return (await once(db, None, work)).get("key")


async def list_keys(db: Database, *, cursor: str | None = None, limit: int = 1000, count: bool = False) -> Answer:
    """All keys without their secrets, oldest first, revoked ones too."""
    keys = [_described(row) for row in await stored.every(db.reads)]
    return page_of(keys, ("created_at", "id"), cursor=cursor, limit=limit, count=count)


async def revoke_key(db: Database, *, id: str, actor: Actor, idempotency: Idempotency | None = None) -> Answer:
    """Revoke a key at once and for good, and disable its webhooks. Raises NotFound; Conflict when it was before."""

    async def work(tx: Tx) -> Answer:
        known = await stored.find(tx, id)
        if known is None:
            raise NotFound
        if not await stored.revoke(tx, id):
            raise Conflict("This key was revoked before.", about={"key": id})
        await webhooks.end_with_key(tx, id, KEYLESS)
        return _described({**known, "revoked_at": tx.at})

    return await once(db, idempotency, work, identity=False)


async def authenticate(db: Database, token: str) -> Actor:
    """The actor behind a key's secret. Raises Unauthorized when it is malformed, unknown, revoked or expired.

    Nothing is cached, so a revocation holds from the next request on. What is signed is the key's id: who is behind a
    key, its name tells only to administrators.
    """
    if not _SHAPE.fullmatch(token):
        raise Unauthorized(_UNKNOWN)
    key = await stored.live(db.reads, _hash(token))
    if key is None:
        raise Unauthorized(_UNKNOWN)
    if key["unmarked"]:
        _mark_used(db, key["id"])
    return Actor(account=key["id"], partner=key["partner"], scopes=scopes_up_to(key["scope"]), key_id=key["id"])


async def settle() -> None:
    """Wait until every noted use of a key is written; before the database is closed."""
    await asyncio.gather(*_marking.values())


def partner_of(name: str) -> str | None:
    """The slug of a partner called `name`: its letters in Latin, or None when there are none or they are reserved."""
    plain = unicodedata.normalize("NFD", to_latin(name).lower()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].rstrip("-")
    return None if slug in RESERVED else slug or None


def _new_secret() -> str:
    return PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_CHARS))


def _hash(secret: str) -> bytes:
    """SHA-256: 256 random bits can't be guessed, so a slow or keyed hash would protect nothing more."""
    return hashlib.sha256(secret.encode()).digest()


def _check(tx: Tx, scope: str, partner: str | None, expires_at: datetime | None) -> None:
    if scope not in SCOPES:
        raise Unprocessable.at("/scope", f"must be one of {', '.join(SCOPES)}")
    if partner in RESERVED:
        raise Unprocessable.at("/partner", "is the registry's own")
    if expires_at is not None and expires_at <= tx.at:
        raise Unprocessable.at("/expires_at", "is past already")


async def _add(tx: Tx, secret: str, name: str, scope: str, partner: str | None, expires_at: datetime | None) -> Answer:
    key_id = new_id("key")
    row = {
        "id": key_id, "name": name, "scope": scope, "partner": partner or partner_of(name) or key_id,
        "hash": _hash(secret), "expires_at": expires_at, "revoked_at": None, "last_used_at": None,
    }  # fmt: skip
    await stored.add(tx, row)
    return {**_described({**row, "created_at": tx.at}), "key": secret}


def _described(row: Mapping[str, Any]) -> Answer:
    times = ("created_at", "expires_at", "revoked_at", "last_used_at")
    return {name: row[name] for name in ("id", "name", "scope", "partner")} | {
        name: instant_text(row[name]) if row[name] else None for name in times
    }


def _mark_used(db: Database, key_id: str) -> None:
    """Note the use beside the request, which may only read and shall not wait for a writer."""
    if key_id not in _marking:
        task = _marking[key_id] = asyncio.create_task(_write_use(db, key_id))
        task.add_done_callback(lambda _: _marking.pop(key_id, None))


async def _write_use(db: Database, key_id: str) -> None:
    try:
        async with writing(db.engine, identity=False) as tx:
            await stored.mark_used(tx, key_id)
    except Busy as error:
        _log.warning("the use of a key was not noted", key=key_id, reason=error.detail)
