"""A keyed POST is carried out once: its answer is stored with its effect and given again for 24 hours.

After the IETF draft "The Idempotency-Key HTTP Header Field".
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from service.errors import IdempotencyInFlight, IdempotencyMismatch, Replay
from service.storage import idempotency as stored
from service.storage.engine import Database
from service.storage.transaction import Connection, Tx, writing

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Idempotency:
    """One keyed request: the sender's `Idempotency-Key` within API key, method and path; the body's SHA-256.

    `shape` makes an answer what its reader is given (typed errors in it become problems), which is what is stored.
    """

    key_id: str
    key: str
    method: str
    path: str
    body_hash: bytes
    status: int = 200
    shape: Callable[[Answer], Answer] = dict


async def once(
    db: Database,
    idempotency: Idempotency | None,
    work: Callable[[Tx], Awaitable[Answer]],
    *,
    identity: bool = True,
    secret: str | None = None,
    dry_run: bool = False,
) -> Answer:
    """The answer of `work`, done in one transaction; `identity` takes the one writer's lock; `secret` is not stored.

    A dry run is the same work, rolled back. Raises Replay with the first answer, IdempotencyMismatch for another body,
    IdempotencyInFlight while the first still runs, which is told at once and not after waiting for its end.
    """
    first = partial(_refuse_answered, idempotency) if idempotency is not None and not dry_run else None
    try:
        async with writing(db.engine, identity=identity, first=first) as tx:
            answer = await work(tx)
            if dry_run:
                raise _DryRunError(answer)
            if idempotency is not None:
                kept = {name: value for name, value in answer.items() if name != secret}
                await stored.remember(tx, idempotency, idempotency.shape(kept))
    except _DryRunError as done:
        return done.answer
    return answer


class _DryRunError(Exception):
    """Leaves a transaction without committing, with the answer it would have given."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("dry run")
        self.answer = answer


async def _refuse_answered(request: Idempotency, conn: Connection) -> None:
    """Nothing for a request that is new. Raises Replay, IdempotencyMismatch, IdempotencyInFlight."""
    if not await stored.claim(conn, request):
        raise IdempotencyInFlight
    first = await stored.find(conn, request)
    if first is None:
        return
    if first.body_hash != request.body_hash:
        raise IdempotencyMismatch
    raise Replay(first.status, first.body)
