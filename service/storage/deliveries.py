"""Who delivers to which webhook, by leases, and what became of it.

A lease is taken with `FOR UPDATE SKIP LOCKED`, so that several processes, on however many machines, take different
webhooks; it is prolonged by each attempt noted, and taken over when its holder has not been heard of for its length.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import text

from service.storage.tables import DeliveryRow, table
from service.storage.transaction import Tx

KEPT: Final = timedelta(days=30)
"""How long attempts stay in the log."""
_LOG = table(DeliveryRow)

_CLAIM = text("""
    UPDATE webhook w SET lease = :lease, leased_until = :until
    FROM api_key k
    WHERE k.id = w.key_id AND w.id = (
        SELECT d.id FROM webhook d
        WHERE (d.leased_until IS NULL OR d.leased_until <= :now)
          AND (d.test_id IS NOT NULL
               OR d.state = 'active' AND d.due_at <= :now AND d.seq < (SELECT seq FROM clock))
        ORDER BY d.due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING w.id, w.url, w.kind, w.region, w.court, w.types, w.q, w.records, w.salt, w.old_salt, w.old_until,
              w.state, w.seq, w.generation, w.failures, w.failing_since, w.test_id, w.lease,
              w.state = 'active' AND w.due_at <= :now AND w.seq < (SELECT seq FROM clock) AS due,
              k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > :now) AS key_lives
""")
# The owner may have changed the webhook meanwhile: then nothing is noted but that the holder still lives.
_MOVE = text("""
    UPDATE webhook SET seq = CASE WHEN generation = :generation THEN :seq ELSE seq END, leased_until = :until,
           failures = CASE WHEN generation = :generation AND :heard THEN 0 ELSE failures END,
           failing_since = CASE WHEN generation = :generation AND :heard THEN NULL ELSE failing_since END,
           delivered_at = CASE WHEN :heard THEN CAST(:now AS timestamptz) ELSE delivered_at END
    WHERE id = :id AND lease = :lease RETURNING generation = :generation
""")
_HOLDS = text("""
    SELECT true FROM webhook w JOIN api_key k ON k.id = w.key_id
    WHERE w.id = :id AND w.lease = :lease AND w.generation = :generation
      AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > :now)
""")
_RELEASE = text("""
    UPDATE webhook SET lease = NULL, leased_until = NULL, due_at = greatest(due_at, :due)
    WHERE id = :id AND lease = :lease
""")
_FAIL = text("""
    UPDATE webhook SET failures = :failures, failing_since = :since, due_at = :due, state = :state,
           disabled_at = :disabled_at, disabled_reason = :reason
    WHERE id = :id AND lease = :lease AND generation = :generation AND state = 'active'
""")
_TESTED = text("UPDATE webhook SET test_id = NULL, leased_until = :until WHERE id = :id AND lease = :lease "
               "AND test_id = :test_id")  # fmt: skip
_OLD = text("DELETE FROM delivery WHERE at < :at")
_THERE = text("SELECT true FROM webhook WHERE id = :id FOR KEY SHARE")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A webhook that this process delivers to until its lease ends.

    `due`: it waits for changes, and is not only to be tested; `key_lives`: its key was not revoked and has not expired.
    """

    id: str
    url: str
    kind: str
    region: list[str]
    court: list[str]
    types: list[str]
    q: str | None
    records: bool
    salt: bytes
    old_salt: bytes | None
    old_until: datetime | None
    state: str
    seq: int
    generation: int
    failures: int
    failing_since: datetime | None
    test_id: str | None
    lease: str
    due: bool
    key_lives: bool


@dataclass(frozen=True, slots=True)
class Failing:
    """How a webhook stands after an attempt that failed; `reason` where it is disabled now."""

    failures: int
    since: datetime | None
    due: datetime
    reason: str | None = None


async def claim(tx: Tx, *, lease: str, now: datetime, until: datetime) -> Claimed | None:
    """Take the webhook that has waited longest of those with something to tell and nobody at it, or None."""
    row = await tx.map(_CLAIM, {"lease": lease, "now": now, "until": until})
    return None if row is None else Claimed(**row)


async def holds(tx: Tx, held: Claimed, *, now: datetime) -> bool:
    """Whether the webhook is still ours and what it was, and its key lives: then the next change may be sent."""
    params = {"id": held.id, "lease": held.lease, "generation": held.generation, "now": now}
    return bool(await tx.scalar(_HOLDS, params))


async def move(tx: Tx, held: Claimed, seq: int, *, heard: bool, now: datetime, until: datetime) -> bool:
    """Put the webhook's place behind a change, told (`heard`) or passed over. False when it isn't ours any more."""
    params = {"id": held.id, "lease": held.lease, "generation": held.generation, "seq": seq, "heard": heard}
    return bool(await tx.scalar(_MOVE, {**params, "now": now, "until": until}))


async def fail(tx: Tx, held: Claimed, failing: Failing, *, now: datetime) -> None:
    """Note that an attempt failed: when the next is due, or that there will be none."""
    params = {
        "id": held.id, "lease": held.lease, "generation": held.generation, "failures": failing.failures,
        "since": failing.since, "due": failing.due, "reason": failing.reason,
        "state": "disabled" if failing.reason else "active", "disabled_at": now if failing.reason else None,
    }  # fmt: skip
    await tx.execute(_FAIL, params)


async def tested(tx: Tx, held: Claimed, *, until: datetime) -> None:
    """Note that the test asked for was tried."""
    await tx.execute(_TESTED, {"id": held.id, "lease": held.lease, "test_id": held.test_id, "until": until})


async def release(tx: Tx, held: Claimed, *, due: datetime) -> None:
    """Give the webhook back; others that wait go first."""
    await tx.execute(_RELEASE, {"id": held.id, "lease": held.lease, "due": due})


async def note(tx: Tx, row: Mapping[str, Any]) -> None:
    """Add an attempt to the log, unless the webhook was deleted meanwhile."""
    if await tx.scalar(_THERE, {"id": row["webhook_id"]}):
        await tx.execute(_LOG.insert(), dict(row))


async def forget(tx: Tx, now: datetime) -> None:
    """Remove attempts that are older than the log goes back."""
    await tx.execute(_OLD, {"at": now - KEPT})
