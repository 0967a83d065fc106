"""Sources: who publishes what reports cite, and which of them are official."""

from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

from service.errors import Conflict, NotFound
from service.registry.evidence import OFFICIAL_TYPES
from service.storage import sources
from service.storage.engine import Database
from service.storage.transaction import Tx
from service.usecases.actor import Actor
from service.usecases.cursors import decode, encode
from service.usecases.idempotency import Answer, Idempotency, once
from service.usecases.publish import Cause, publish
from service.usecases.reference import reference_of

REFOLDED_AT_ONCE: Final = 200
"""How many records are held in memory while a source's mark changes what they say."""


async def list_sources(db: Database, *, cursor: str | None = None, limit: int = 100, count: bool = False) -> Answer:
    """All sources by slug, with how many of their documents and reports the registry holds."""
    after = decode(cursor, (str,))[0] if cursor else ""
    rows = await sources.page(db.reads, after, limit + 1)
    answer: Answer = {"items": [dict(row) for row in rows[:limit]]}
    answer["next"] = encode(rows[limit - 1]["slug"]) if len(rows) > limit else None
    return answer | ({"total": await sources.count(db.reads)} if count else {})


async def create_source(
    db: Database, *, slug: str, name: str | None, url: str | None, official: bool, actor: Actor,
    idempotency: Idempotency | None = None,
) -> Answer:  # fmt: skip
    """Make a source known. Raises Conflict when there is one under that slug, perhaps since a report named it."""

    async def work(tx: Tx) -> Answer:
        if not await sources.add(tx, {"slug": slug, "name": name, "url": url, "official": official}):
            raise Conflict("There is a source under this slug; change that one.", about={"source": slug})
        return await _read(tx, slug)

    return await once(db, idempotency, work, identity=False)


async def update_source(
    db: Database, *, slug: str, change: Mapping[str, Any], actor: Actor, idempotency: Idempotency | None = None
) -> Answer:
    """Change `name`, `url` or `official` of a source; what is left out stays, and `official` null as well.

    Where the mark of being official changes, the records that rest on the source's official documents are folded again,
    cause `rules`, in the same transaction: a record never says what its evidence no longer gives. Raises NotFound.
    """
    values = {name: value for name, value in change.items() if name != "official" or value is not None}

    async def work(tx: Tx) -> Answer:
        before = await _read(tx, slug)
        await sources.change(tx, slug, values)
        if values.get("official", before["official"]) != before["official"]:
            await _refold(db, tx, slug, Cause("rules", actor.account, _why(slug, official=values["official"])))
        return await _read(tx, slug)

    return await once(db, idempotency, work)


async def _refold(db: Database, tx: Tx, slug: str, cause: Cause) -> None:
    reference = await reference_of(db, tx)
    touched = iter((await sources.roots_resting_on(tx, slug, OFFICIAL_TYPES)).items())
    while batch := dict(islice(touched, REFOLDED_AT_ONCE)):
        await publish(tx, batch, cause, reference, db.weights)


def _why(slug: str, *, official: bool) -> str:
    return f"The source {slug} was marked official." if official else f"The source {slug} is no longer marked official."


async def _read(tx: Tx, slug: str) -> Answer:
    found = await sources.find(tx, slug)
    if found is None:
        raise NotFound
    return found
