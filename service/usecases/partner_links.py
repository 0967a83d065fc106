"""External id ↔ record id: what a partner's own ids have become."""

from collections.abc import Sequence

from service.errors import Forbidden, Unprocessable
from service.storage import partners
from service.storage.engine import Database
from service.storage.partners import Which
from service.usecases.actor import Actor
from service.usecases.cursors import decode, encode
from service.usecases.idempotency import Answer


async def partner_links(
    db: Database, *, partner: str, external_ids: Sequence[str] | None = None, kind: str | None = None,
    source: str | None = None, retracted: bool | None = None, record_id: str | None = None, actor: Actor,
    cursor: str | None = None, limit: int = 1000, count: bool = False,
) -> Answer:  # fmt: skip
    """A partner's external ids in their order, or some of them, each with the record that holds its newest report.

    The record is that of today, after merges and splits; none (null) once the report was taken back. Raises Forbidden
    unless the actor is that partner or a reviewer.
    """
    if actor.partner != partner and not actor.may("review"):
        raise Forbidden("A partner's external ids are shown to that partner and to reviewers only.")
    if any("\0" in id_ for id_ in external_ids or ()):
        raise Unprocessable.at("/query/external_id", "holds the control character U+0000")
    after = decode(cursor, (str,))[0] if cursor else ""
    which = Which(partner, external_ids, kind, source, retracted, record_id)
    rows = await partners.links(db.reads, which, after, limit + 1)
    next_ = encode(rows[limit - 1]["external_id"]) if len(rows) > limit else None
    answer: Answer = {"items": [dict(row) for row in rows[:limit]], "next": next_}
    return answer | ({"total": await partners.count(db.reads, which)} if count else {})
