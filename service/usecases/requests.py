"""Anyone asks for a correction or a removal; what was asked, maintainers alone see."""

from collections.abc import Mapping
from typing import Any

from service.errors import Conflict, NotFound, Unprocessable
from service.storage import requests as stored
from service.storage.engine import Database
from service.storage.transaction import Tx
from service.usecases.actor import Actor
from service.usecases.cursors import after_instant, instant_cursor
from service.usecases.idempotency import Answer, Idempotency, once
from service.usecases.ids import new_id
from service.usecases.instants import instant_text


async def create_request(
    db: Database, *, type: str, record_id: str | None, message: str, contact: str | None,
    idempotency: Idempotency | None = None,
) -> Answer:  # fmt: skip
    """Take a request in; the answer is a receipt that repeats nothing of it.

    Raises Unprocessable for a record that there is none of.
    """
    row = {
        "id": new_id("req"), "type": type, "record_id": record_id, "message": message, "contact": contact,
        "state": "open", "resolved_at": None, "resolved_by": None, "resolution": None,
    }  # fmt: skip

    async def work(tx: Tx) -> Answer:
        if record_id is not None and not await stored.has_record(tx, record_id):
            raise Unprocessable.at("/record_id", "there is no record under this id")
        await stored.add(tx, row)
        return {"id": row["id"], "state": row["state"], "received_at": instant_text(tx.at)}

    return await once(db, idempotency, work, identity=False)


async def list_requests(
    db: Database, *, state: str | None = "open", cursor: str | None = None, limit: int = 50, count: bool = False
) -> Answer:
    """The queue, oldest first; `state` None is all."""
    rows = await stored.page(db.reads, state, after_instant(cursor), limit + 1)
    answer: Answer = {"items": [_described(row) for row in rows[:limit]]}
    last = rows[limit - 1] if len(rows) > limit else None
    answer["next"] = instant_cursor(last["created_at"], last["id"]) if last else None
    return answer | ({"total": await stored.count(db.reads, state)} if count else {})


async def resolve_request(
    db: Database, *, id: str, state: str, resolution: str, actor: Actor, idempotency: Idempotency | None = None
) -> Answer:
    """Note what became of a request (`accepted` or `declined`) and why. Raises NotFound; Conflict if it was noted."""

    async def work(tx: Tx) -> Answer:
        found = await stored.find(tx, id)
        if found is None:
            raise NotFound
        if found["state"] != "open":
            raise Conflict(f"This request was {found['state']} before.", about={"request": id})
        await stored.resolve(tx, id, state, actor.account, resolution)
        resolved = {"state": state, "resolved_at": tx.at, "resolved_by": actor.account, "resolution": resolution}
        return _described({**found, **resolved})

    return await once(db, idempotency, work, identity=False)


def _described(row: Mapping[str, Any]) -> Answer:
    same = ("id", "type", "record_id", "message", "contact", "state", "resolved_by", "resolution")
    return {name: row[name] for name in same} | {
        "received_at": instant_text(row["created_at"]),
        "resolved_at": instant_text(row["resolved_at"]) if row["resolved_at"] else None,
    }
