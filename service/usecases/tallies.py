"""Figures that sources published: how many dead, how many sentenced, where and by when."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import orjson

from schemas.reference.articles import article_problem
from schemas.reference.regions import find_region
from schemas.tally import NewTally, TallyScope
from service.errors import Unprocessable
from service.registry.fingerprint import document_identity
from service.storage import tallies as stored
from service.storage.engine import Database
from service.storage.transaction import Tx
from service.usecases.actor import Actor
from service.usecases.cursors import after_instant, instant_cursor
from service.usecases.idempotency import Answer, Idempotency, once
from service.usecases.ids import new_id
from service.usecases.instants import instant_text
from service.usecases.store_documents import store_documents

_DOCUMENT: Final = ("source", "type", "url", "title", "published_on", "retrieved_on", "archived_url", "repost_of")
_FIGURE: Final = ("id", "document_id", "locator", "scope", "as_of", "value", "qualifier", "by")


async def create_tally(
    db: Database, *, tally: NewTally, actor: Actor, idempotency: Idempotency | None = None
) -> Answer:
    """Store a figure with the document that published it; the same figure again is answered as it stands.

    Raises Unprocessable for a region or article that there is none of.
    """
    row = _row(tally, _scope(tally.scope), actor)

    async def work(tx: Tx) -> Answer:
        (document_id,) = (await store_documents(tx, [tally.document])).values()
        return _described(await stored.ensure(tx, {**row, "document_id": document_id}))

    return await once(db, idempotency, work, identity=False)


async def list_tallies(
    db: Database, *, filters: Mapping[str, Any], cursor: str | None = None, limit: int = 100, count: bool = False
) -> Answer:
    """Figures, newest first; `filters` may have `kind`, `region` (a code) and `source`."""
    wanted = (filters.get("kind"), filters.get("region"), filters.get("source"))
    rows = await stored.page(db.reads, wanted, after_instant(cursor), limit + 1)
    answer: Answer = {"items": [_described(row) for row in rows[:limit]]}
    last = rows[limit - 1] if len(rows) > limit else None
    answer["next"] = instant_cursor(last["at"], last["id"]) if last else None
    return answer | ({"total": await stored.count(db.reads, wanted)} if count else {})


def _scope(scope: TallyScope) -> dict[str, Any]:
    """What is counted, the region as its code; fields that were left out are not there.

    A source that names no article is taken at its word (`AWOL`); what has a digit must be an article's number.
    """
    numbered = scope.article is not None and any(char.isdigit() for char in scope.article)
    if scope.article and numbered and (problem := article_problem(scope.article, None)):
        raise Unprocessable.at("/scope/article", problem)
    given: dict[str, Any] = scope.model_dump(exclude_none=True)
    return given | ({"region": find_region(scope.region)} if scope.region else {})


def _row(tally: NewTally, scope: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    told = {
        "locator": tally.locator, "scope": scope, "as_of": tally.as_of, "value": tally.value,
        "qualifier": tally.qualifier,
    }  # fmt: skip
    identity = orjson.dumps([document_identity(tally.document), told], option=orjson.OPT_SORT_KEYS)
    return {"id": new_id("tal"), **told, "by": actor.account, "identity": hashlib.sha256(identity).digest()}


def _described(row: Mapping[str, Any]) -> Answer:
    figure = {name: row[name] for name in _FIGURE}
    return figure | {"document": {name: row[name] for name in _DOCUMENT}, "at": instant_text(row["at"])}
