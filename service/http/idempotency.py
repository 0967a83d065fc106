"""`Idempotency-Key`: the same request sent again is answered as it was the first time (IETF draft of that name)."""

import hashlib
from functools import partial
from typing import Annotated, Final

from fastapi import Depends, Header, Request

from service.errors import Unprocessable
from service.http.answers import json_ready
from service.usecases.actor import Actor
from service.usecases.idempotency import Idempotency

LONGEST_KEY: Final = 255

KeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="a key of your own choosing: the same request under it is carried out once in 24 hours",
    ),
]


async def keyed(request: Request, key: KeyHeader = None) -> Idempotency | None:
    """What identifies this request among those of its API key; None without a header or without an API key."""
    actor: Actor | None = request.state.actor
    if key is None or actor is None or actor.key_id is None:
        return None
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        detail = f"give 1 to {LONGEST_KEY} printable characters"
        raise Unprocessable.at("/header/Idempotency-Key", detail)
    body_hash = hashlib.sha256(request.url.query.encode() + b"\0" + await request.body()).digest()
    status = getattr(request.scope.get("route"), "status_code", None) or 200
    shape = partial(json_ready, request.url.path)
    return Idempotency(actor.key_id, key, request.method, request.url.path, body_hash, status, shape)


Once = Annotated[Idempotency | None, Depends(keyed)]
