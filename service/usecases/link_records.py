"""Noting that two records belong together and yet stay two."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from service.errors import Conflict, NotFound, Unprocessable
from service.storage import links, merges, records
from service.storage.engine import Database
from service.storage.transaction import Tx
from service.usecases.actor import Actor
from service.usecases.idempotency import Answer, Idempotency, once
from service.usecases.ids import new_id
from service.usecases.instants import instant_text
from service.usecases.publish import Cause, publish
from service.usecases.reference import reference_of
from service.usecases.shown_reasons import all_shown


async def link(
    db: Database, *, ids: Sequence[str], relation: str, grade: str, reason: str | None, actor: Actor,
    idempotency: Idempotency | None = None,
) -> Answer:  # fmt: skip
    """Note on two records, of any kinds, how they are related: both get a version that names the other.

    Raises NotFound, Unprocessable (not two records), Conflict (not published, or the relation stands: it is named).
    """
    if len(ids) != 2 or ids[0] == ids[1]:
        raise Unprocessable.at("/ids", "name two records")

    async def work(tx: Tx) -> Answer:
        await _check(tx, ids, relation)
        row = {
            "id": new_id("lnk"), "left_id": ids[0], "right_id": ids[1], "relation": relation, "grade": grade,
            "by": actor.account, "reason": reason,
        }  # fmt: skip
        await links.add(tx, row)
        await _publish(db, tx, ids, Cause("link", actor.account, reason))
        return _described({**row, "at": tx.at, "undone_at": None})

    return await once(db, idempotency, work)


async def read_link(db: Database, *, id: str, reviewer: bool = False) -> Answer:
    """One link, standing or undone; its reason only to reviewers where a side is withdrawn or redacted today.

    Raises NotFound.
    """

    async def work(tx: Tx) -> Answer:
        found = await links.find(tx, id)
        if found is None:
            raise NotFound
        told = _described(found)
        return told if reviewer or await all_shown(tx, told["ids"]) else {**told, "reason": None}

    return await once(db, None, work, identity=False)


async def unlink(
    db: Database, *, id: str, reason: str | None, actor: Actor, idempotency: Idempotency | None = None
) -> Answer:
    """Take a relation off both records, as they stand today. Raises NotFound; Conflict when it was undone before."""

    async def work(tx: Tx) -> Answer:
        found = await links.find(tx, id)
        if found is None:
            raise NotFound
        if found["undone_at"] is not None:
            raise Conflict("This link was undone before.", about={"link": id})
        await links.undo(tx, id, actor.account)
        await _publish(db, tx, (found["left_id"], found["right_id"]), Cause("unlink", actor.account, reason))
        return _described({**found, "undone_at": tx.at})

    return await once(db, idempotency, work)


async def _check(tx: Tx, ids: Sequence[str], relation: str) -> None:
    found = await records.current(tx, ids)
    for id_ in ids:
        if id_ not in found:
            raise NotFound(f"There is no record {id_}.")
        if found[id_].state != "published":
            raise Conflict(f"{id_} is {found[id_].state}, not published.", about={"record": id_})
    standing = await links.standing(tx, ids[0], ids[1], relation)
    if standing is not None:
        raise Conflict("These two are linked by this relation already.", about={"link": standing})


async def _publish(db: Database, tx: Tx, ends: Iterable[str], cause: Cause) -> None:
    roots = set((await merges.roots(tx, ends)).values())
    kinds = {id_: current.kind for id_, current in (await records.current(tx, roots)).items()}
    await publish(tx, kinds, cause, await reference_of(db, tx), db.weights)


def _described(row: Mapping[str, Any]) -> Answer:
    return {
        "id": row["id"], "ids": [row["left_id"], row["right_id"]], "relation": row["relation"], "grade": row["grade"],
        "by": row["by"], "at": instant_text(row["at"]), "reason": row["reason"],
        "undone_at": instant_text(row["undone_at"]) if row["undone_at"] else None,
    }  # fmt: skip
