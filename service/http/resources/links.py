"""Records that belong together and yet stay two."""

from fastapi import Response

from schemas.link import Link, LinkRequest
from service.http.answers import answer
from service.http.auth import Reader, Reviewer, is_reviewer
from service.http.idempotency import Once
from service.http.parameters import Db, LinkPath, Why
from service.http.route import resource
from service.usecases.link_records import link, read_link, unlink

router = resource("links")


@router.post("/links", operation_id="link_records", status_code=201, response_model=Link)
async def create(body: LinkRequest, db: Db, actor: Reviewer, once: Once) -> Response:
    """Note on two records how they are related, e.g. a casualty who was the defendant of a case."""
    made = await link(
        db, ids=list(body.ids), relation=body.relation, grade=body.grade, reason=body.reason, actor=actor,
        idempotency=once,
    )  # fmt: skip
    return answer(made, 201)


@router.get("/links/{link_id}", operation_id="read_link", response_model=Link)
async def read(link_id: LinkPath, db: Db, actor: Reader) -> Response:
    """Which records were linked, by whom and why, and whether it was undone; records cite it by this id.

    Of records that were withdrawn or redacted since, the reason is for reviewers.
    """
    return answer(await read_link(db, id=link_id, reviewer=is_reviewer(actor)))


@router.delete("/links/{link_id}", operation_id="unlink_records", response_model=Link)
async def undo(link_id: LinkPath, db: Db, actor: Reviewer, reason: Why = None) -> Response:
    """Take a relation off both records."""
    return answer(await unlink(db, id=link_id, reason=reason, actor=actor, idempotency=None))
