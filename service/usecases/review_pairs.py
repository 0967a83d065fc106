"""What a maintainer who reviews pair by pair sees: the next pair, what a merge would make of it, what was decided."""

from collections.abc import Mapping
from typing import Any, Final

from service.errors import Conflict, NotFound
from service.registry.diff import read_document
from service.storage import decisions, records, suggestions
from service.storage.engine import Database
from service.storage.snapshot import snapshot
from service.storage.transaction import Tx
from service.usecases.actor import Actor
from service.usecases.cursors import after_instant, decode, encode, instant_cursor
from service.usecases.decide_suggestion import LEASE_MINUTES, open_pair, shown_sides, standing_sides, undo_decision
from service.usecases.idempotency import Answer, once
from service.usecases.merge_records import join, refuse_if_different, sides_of
from service.usecases.publish import Cause

STATES: Final = ("open", "unsure")


async def next_pair(
    db: Database, *, kind: str | None, min_score: float, after: str | None, actor: Actor
) -> Answer | None:
    """Lease the best open pair after a cursor to the reviewer, and read it; None when there is none.

    `cursor` is where the queue goes on after it. Raises Unprocessable for a cursor that is not ours.
    """
    place = decode(after, (float, str)) if after else None

    async def work(tx: Tx) -> Answer:
        rows = await suggestions.claim(tx, actor.account, 1, LEASE_MINUTES, kind=kind, min_score=min_score, after=place)
        return {"pair": await _read(db, tx, rows[0]) if rows else None}

    return await _with_preview(db, (await once(db, None, work))["pair"], actor)


async def read_pair(db: Database, *, id: str, actor: Actor) -> Answer:
    """One pair in whatever state, leased to the reviewer if it is open and nobody else's. Raises NotFound."""

    async def work(tx: Tx) -> Answer:
        await suggestions.claim(tx, actor.account, 1, LEASE_MINUTES, only=id)
        row = await suggestions.find(tx, id)
        if row is None:
            raise NotFound
        return {"pair": await _read(db, tx, row)}

    return await _with_preview(db, (await once(db, None, work))["pair"], actor) or {}


async def _read(db: Database, tx: Tx, row: Mapping[str, Any]) -> Answer:
    shown = await shown_sides(db, tx, [row])
    held = row["leased_until"] is not None and row["leased_until"] >= tx.at
    return {
        "id": row["id"], "kind": row["kind"], "left": shown[row["left_root"]], "right": shown[row["right_root"]],
        "score": row["score"], "explanation": row["explanation"], "state": row["state"],
        "held_by": row["leased_by"] if held else None, "cursor": encode(row["value"], row["id"]),
    }  # fmt: skip


async def _with_preview(db: Database, pair: Answer | None, actor: Actor) -> Answer | None:
    """The pair with `merged`, the record that a merge would make, or `refused`, why there can be none."""
    if pair is None:
        return None
    if pair["state"] in ("same", "different") or pair["left"]["id"] == pair["right"]["id"]:
        return {**pair, "merged": None, "refused": None}
    try:
        return {**pair, "merged": await preview_merge(db, id=pair["id"], actor=actor), "refused": None}
    except Conflict as error:
        return {**pair, "merged": None, "refused": error.detail}


async def preview_merge(db: Database, *, id: str, actor: Actor) -> dict[str, Any]:
    """The record that *same* would make of a pair: it is merged indeed, and rolled back. Raises NotFound, Conflict."""

    async def work(tx: Tx) -> Answer:
        left, right = await standing_sides(tx, await open_pair(tx, id), "same")
        await refuse_if_different(tx, *await sides_of(tx, left.id, right.id))
        survivor, absorbed = sorted((left, right), key=lambda side: (side.created_at, side.id))
        await join(db, tx, survivor, absorbed, None, Cause("merge", actor.account))
        return read_document((await records.current(tx, [survivor.id]))[survivor.id].document)

    return await once(db, None, work, dry_run=True)


async def undo_last(db: Database, *, actor: Actor) -> str:
    """Undo the reviewer's last decision that stands; its suggestion's id. Raises NotFound where there is none."""
    async with snapshot(db.engine) as tx:
        last = await decisions.last_of(tx, actor.account)
    if last is None:
        raise NotFound("There is no decision of yours to undo.")
    await undo_decision(db, id=last, actor=actor)
    return last


async def list_decisions(db: Database, *, by: str | None, cursor: str | None, limit: int = 50) -> Answer:
    """Decisions, the latest first, with the names of both sides today. Raises Unprocessable for a foreign cursor."""
    after = after_instant(cursor)
    async with snapshot(db.engine) as tx:
        rows = await decisions.page(tx, by=by, after=after, limit=limit + 1)
        shown = await shown_sides(db, tx, rows[:limit])
    items = [
        {**row, "names": [_name(shown[row[side]]) for side in ("left_root", "right_root")]} for row in rows[:limit]
    ]
    more = instant_cursor(rows[limit - 1]["at"], rows[limit - 1]["id"]) if len(rows) > limit else None
    return {"items": items, "next": more}


def _name(document: Mapping[str, Any]) -> str | None:
    return document.get("display_name") or document.get("display_name_latin")


async def count_left(db: Database, *, kind: str | None, min_score: float) -> Answer:
    """How many pairs wait (`open`), how many somebody was unsure of, and what each reviewer has done and holds."""
    async with snapshot(db.engine) as tx:
        counts = {state: await suggestions.count(tx, state=state, kind=kind, min_score=min_score) for state in STATES}
        return {**counts, "reviewers": await decisions.per_reviewer(tx)}
