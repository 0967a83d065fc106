"""Two records that are one person or one case."""

from fastapi import Response

from schemas.merge import Merge, MergeRequest
from service.http.answers import answer
from service.http.auth import Reader, Reviewer, is_reviewer
from service.http.idempotency import Once
from service.http.parameters import Db, MergePath, Why
from service.http.route import resource
from service.usecases.merge_records import merge, read_merge, undo_merge

router = resource("merges")


@router.post("/merges", operation_id="merge_records", status_code=201, response_model=Merge)
async def create(body: MergeRequest, db: Db, actor: Reviewer, once: Once) -> Response:
    """Join two records; the first named survives, and the other's address leads to it.

    409 when someone has called the two different; the answer names that decision.
    """
    made = await merge(db, ids=list(body.ids), reason=body.reason, actor=actor, idempotency=once)
    return answer(made, 201)


@router.get("/merges/{merge_id}", operation_id="read_merge", response_model=Merge)
async def read(merge_id: MergePath, db: Db, actor: Reader) -> Response:
    """Which records were joined, by whom and why, and whether it was undone.

    Of records that were withdrawn or redacted since, the reason is for reviewers.
    """
    return answer(await read_merge(db, id=merge_id, reviewer=is_reviewer(actor)))


@router.delete("/merges/{merge_id}", operation_id="undo_merge", response_model=Merge)
async def undo(merge_id: MergePath, db: Db, actor: Reviewer, reason: Why = None) -> Response:
    """Take a merge back: both records are again as they would be had it never been."""
    return answer(await undo_merge(db, id=merge_id, reason=reason, actor=actor, idempotency=None))
