"""Browsers signed in with an API key: a random secret in a cookie stands for the key, for half a day at most.

The key itself never reaches the browser's storage. Revoking it ends its sessions at once: each request asks for both.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from service.errors import Forbidden
from service.storage import sessions as stored
from service.storage.engine import Database
from service.storage.snapshot import snapshot
from service.storage.transaction import writing
from service.usecases.actor import Actor, scopes_up_to
from service.usecases.keys import authenticate

LIFETIME: Final = timedelta(hours=12)
_BYTES: Final = 32


async def sign_in(db: Database, *, key: str, scope: str, earlier: str | None = None) -> str:
    """The secret of a new session of the key's; the one that the browser had before (`earlier`) ends.

    Raises Unauthorized for a key that is unknown, revoked or expired, Forbidden for one without `scope`.
    """
    actor = await authenticate(db, key)
    if not actor.may(scope) or actor.key_id is None:
        raise Forbidden(f"This needs a key with the scope `{scope}`.")
    secret = secrets.token_urlsafe(_BYTES)
    async with writing(db.engine, identity=False) as tx:
        if earlier:
            await stored.end(tx, _hash(earlier))
        await stored.add(tx, _hash(secret), actor.key_id, tx.at + LIFETIME)
    return secret


async def read_session(db: Database, secret: str) -> Actor | None:
    """Who signed in, or None when the session has ended. The writing database is asked, as a replica may lag behind."""
    async with snapshot(db.engine) as tx:
        key = await stored.live(tx, _hash(secret))
    if key is None:
        return None
    return Actor(account=key["id"], partner=key["partner"], scopes=scopes_up_to(key["scope"]), key_id=key["id"])


async def sign_out(db: Database, *, secret: str) -> None:
    """End a session; one that has ended stays so."""
    async with writing(db.engine, identity=False) as tx:
        await stored.end(tx, _hash(secret))


def _hash(secret: str) -> bytes:
    """SHA-256: 256 random bits can't be guessed, so a slow or keyed hash would protect nothing more."""
    return hashlib.sha256(secret.encode()).digest()
