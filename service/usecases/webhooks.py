"""Webhooks: registered by partners, changed, tested, told again, and what became of each attempt.

A webhook belongs to a partner, as reports do: whoever has a key of that partner reaches it, and administrators reach
all.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from service.delivery.addresses import Reach
from service.delivery.signing import new_salt, secret_of
from service.delivery.target import check_target
from service.errors import Conflict, NotFound, Unprocessable
from service.storage import feed
from service.storage import webhooks as stored
from service.storage.engine import Database
from service.storage.feed import Clock
from service.storage.transaction import Tx
from service.usecases.actor import Actor
from service.usecases.cursors import after_instant, decode, encode, instant_cursor
from service.usecases.idempotency import Answer, Idempotency, once
from service.usecases.ids import new_id
from service.usecases.instants import instant_text
from service.usecases.read_changes import cursor_of, place_of, registry_id
from service.usecases.watch import at_body, read_watch

MOST: Final = 100
"""Webhooks of one partner."""
OVERLAP: Final = timedelta(days=1)
"""How long messages are signed with the secret before as well, once it was changed."""
TEST: Final = "webhook.test"
KEYLESS: Final = "the key that it was registered or enabled with was revoked or has expired"
_NEWEST: Final = 2**63 - 1
_FILTERS: Final = ("kind", "types", "region", "court", "q")
_WELL: Final = {"failures": 0, "failing_since": None}

Change = Callable[[Tx, Mapping[str, Any]], Awaitable[Mapping[str, Any]]]


async def create_webhook(
    db: Database, *, url: str, filters: Mapping[str, Any], include: str | None = None, description: str | None = None,
    since: str | None = None, reach: Reach, actor: Actor, idempotency: Idempotency | None = None,
) -> Answer:  # fmt: skip
    """A new webhook with its secret, which is shown here only; told from `since` on, or from now.

    `filters` are `kind`, `types`, `region`, `court`, `q`. Raises Unprocessable for a target that may not be connected
    to, a filter that can't be read or a cursor that is none; Conflict when the partner has too many.
    """
    await _check(db, {"url": url, **filters}, reach)
    after = await _place(db, since) if since is not None else None
    row = {
        "id": new_id("whk"), "partner": actor.partner, "key_id": actor.key_id, "url": url, "description": description,
        "records": include == "record", "salt": new_salt(), "state": "active", **_columns(filters),
    }  # fmt: skip
    known = await registry_id(db)

    async def work(tx: Tx) -> Answer:
        if await stored.count_of(tx, actor.partner) >= MOST:
            raise Conflict(f"A partner may have {MOST} webhooks; delete one that isn't needed.")
        await stored.add(tx, {**row, "seq": await feed.end(tx) if after is None else after})
        made = await stored.find(tx, row["id"]) or {}
        return {**_described(made, known), "secret": secret_of(db.secret, row["id"], row["salt"])}

    return await once(db, idempotency, work, identity=False, secret="secret")


async def list_webhooks(
    db: Database, *, actor: Actor, cursor: str | None = None, limit: int = 100, count: bool = False
) -> Answer:
    """The partner's webhooks, or everybody's for an administrator, oldest first."""
    partner = None if actor.may("admin") else actor.partner
    rows = await stored.page(db.reads, partner, after_instant(cursor), limit + 1)
    known = await registry_id(db)
    answer: Answer = {"items": [_described(row, known) for row in rows[:limit]]}
    last = rows[limit - 1] if len(rows) > limit else None
    answer["next"] = instant_cursor(last["created_at"], last["id"]) if last else None
    return answer | ({"total": await stored.count(db.reads, partner)} if count else {})


async def read_webhook(db: Database, *, id: str, actor: Actor) -> Answer:
    """One webhook. Raises NotFound, also for another partner's."""
    return _described(_own(await stored.read(db.reads, id), actor), await registry_id(db))


async def change_webhook(
    db: Database, *, id: str, change: Mapping[str, Any], reach: Reach, actor: Actor,
    idempotency: Idempotency | None = None,
) -> Answer:  # fmt: skip
    """Change target, description or filters (those given); the place in the log stays. Raises as `create_webhook`."""
    await read_webhook(db, id=id, actor=actor)
    await _check(db, change, reach)
    values = {name: value for name, value in change.items() if name != "include"}
    values |= {"records": change["include"] == "record"} if "include" in change else {}

    async def work(tx: Tx, row: Mapping[str, Any]) -> Mapping[str, Any]:
        merged = {name: row[name] for name in _FILTERS} | {name: change[name] for name in _FILTERS if name in change}
        afresh = _WELL if values.get("url", row["url"]) != row["url"] else {}
        told = {**values, **_columns(merged), **afresh}
        return {name: value for name, value in told.items() if row[name] != value} | {"due_at": tx.at}

    return await _changed(db, id, actor, idempotency, work)


async def delete_webhook(db: Database, *, id: str, actor: Actor) -> Answer:
    """Delete a webhook with its log; what it was. An attempt that is on its way may still arrive. Raises NotFound."""
    known = await registry_id(db)

    async def work(tx: Tx) -> Answer:
        row = _own(await stored.find(tx, id), actor)
        await stored.remove(tx, id)
        return _described(row, known)

    return await once(db, None, work, identity=False)


async def rotate_secret(db: Database, *, id: str, actor: Actor, idempotency: Idempotency | None = None) -> Answer:
    """Another secret, shown here only. For a day messages are signed with the one before as well. Raises NotFound."""
    salt = new_salt()

    async def work(tx: Tx, row: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"salt": salt, "old_salt": row["salt"], "old_until": tx.at + OVERLAP}

    more = {"secret": secret_of(db.secret, id, salt)}
    return await _changed(db, id, actor, idempotency, work, more)


async def enable_webhook(db: Database, *, id: str, actor: Actor, idempotency: Idempotency | None = None) -> Answer:
    """Go on from where the webhook was told last; it lives as long as the key that enabled it. Raises NotFound."""

    async def work(tx: Tx, row: Mapping[str, Any]) -> Mapping[str, Any]:
        enabled = {"state": "active", "disabled_at": None, "disabled_reason": None, "due_at": tx.at, **_WELL}
        return enabled if actor.partner != row["partner"] else {**enabled, "key_id": actor.key_id}

    return await _changed(db, id, actor, idempotency, work)


async def disable_webhook(db: Database, *, id: str, actor: Actor, idempotency: Idempotency | None = None) -> Answer:
    """Tell nothing more until it is enabled; its place in the log is kept. Raises NotFound."""

    async def work(tx: Tx, row: Mapping[str, Any]) -> Mapping[str, Any]:
        if row["state"] == "disabled":
            return {}
        return {"state": "disabled", "disabled_at": tx.at, "disabled_reason": "by its owner", **_WELL}

    return await _changed(db, id, actor, idempotency, work)


async def replay(db: Database, *, id: str, since: str, actor: Actor, idempotency: Idempotency | None = None) -> Answer:
    """Tell everything after a cursor again, under the same message ids. Raises NotFound, Unprocessable."""
    after = await _place(db, since)

    async def work(tx: Tx, row: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"seq": after, "due_at": tx.at}

    return await _changed(db, id, actor, idempotency, work)


async def ask_test(db: Database, *, id: str, actor: Actor, idempotency: Idempotency | None = None) -> Answer:
    """Have a test sent, once, whether the webhook is enabled or not. Raises NotFound; Conflict while one waits."""
    message = new_id("msg")

    async def work(tx: Tx) -> Answer:
        row = _own(await stored.find(tx, id), actor)
        if row["test_id"] is not None:
            raise Conflict("A test is on its way already.", about={"message_id": row["test_id"]})
        await stored.change(tx, id, {"test_id": message})
        return {"webhook_id": id, "message_id": message, "type": TEST}

    return await once(db, idempotency, work, identity=False)


async def list_deliveries(
    db: Database, *, id: str, actor: Actor, cursor: str | None = None, limit: int = 100, count: bool = False
) -> Answer:
    """Attempts of the last 30 days, newest first. Raises NotFound."""
    _own(await stored.read(db.reads, id), actor)
    before = decode(cursor, (int,))[0] if cursor else _NEWEST
    rows = await stored.log(db.reads, id, before, limit + 1)
    answer: Answer = {"items": [_attempt(row) for row in rows[:limit]]}
    answer["next"] = encode(rows[limit - 1]["id"]) if len(rows) > limit else None
    return answer | ({"total": await stored.count_log(db.reads, id)} if count else {})


async def _changed(
    db: Database, id_: str, actor: Actor, idempotency: Idempotency | None, change: Change,
    more: Mapping[str, Any] | None = None,
) -> Answer:  # fmt: skip
    known = await registry_id(db)

    async def work(tx: Tx) -> Answer:
        values = await change(tx, _own(await stored.find(tx, id_), actor))
        await stored.change(tx, id_, values)
        return {**_described(await stored.find(tx, id_) or {}, known), **(more or {})}

    return await once(db, idempotency, work, identity=False, secret="secret")


def _own(row: Mapping[str, Any] | None, actor: Actor) -> Mapping[str, Any]:
    if row is None or not (row["partner"] == actor.partner or actor.may("admin")):
        raise NotFound
    return row


async def _check(db: Database, given: Mapping[str, Any], reach: Reach) -> None:
    """Raise Unprocessable for a target or a filter that can't be one."""
    try:
        if "url" in given:
            await check_target(given["url"], reach)
    except ValueError as error:
        raise Unprocessable.at("/url", str(error)) from error
    try:
        await read_watch(db, **{name: given[name] for name in _FILTERS if name in given})
    except Unprocessable as error:
        raise at_body(error) from error


async def _place(db: Database, since: str) -> int:
    try:
        return await place_of(db, since)
    except Unprocessable as error:
        raise at_body(error) from error


def _columns(filters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
            for name, value in filters.items()}  # fmt: skip


def _described(row: Mapping[str, Any], registry: str) -> Answer:
    same = ("id", "partner", "url", "description", "kind", "region", "court", "types", "q", "state", "disabled_reason",
            "failures")  # fmt: skip
    times = ("disabled_at", "failing_since", "delivered_at", "created_at")
    waits = row["state"] == "active" and row["failing_since"] is not None
    return {
        **{name: row[name] for name in same},
        **{name: instant_text(row[name]) if row[name] else None for name in times},
        "include": "record" if row["records"] else None,
        "cursor": cursor_of(Clock(registry, row["seq"])),
        "behind": max(0, row["behind"]),
        "next_attempt_at": instant_text(row["due_at"]) if waits else None,
    }


def _attempt(row: Mapping[str, Any]) -> Answer:
    same = ("message_id", "type", "seq", "attempt", "ms", "status", "error")
    taken = row["error"] is None and row["status"] is not None and 200 <= row["status"] < 300
    outcome = "delivered" if taken else "failed"
    return {name: row[name] for name in same} | {"at": instant_text(row["at"]), "outcome": outcome}
