"""Splits, undone."""

from fastapi import Response

from schemas.merge import Split
from service.http.answers import answer
from service.http.auth import Reviewer
from service.http.parameters import Db, SplitPath, Why
from service.http.route import resource
from service.usecases.split_record import undo_split

router = resource("splits")


@router.delete("/splits/{split_id}", operation_id="undo_split", response_model=Split)
async def undo(split_id: SplitPath, db: Db, actor: Reviewer, reason: Why = None) -> Response:
    """Take a split back: the reports return to the record that they were taken from."""
    return answer(await undo_split(db, id=split_id, reason=reason, actor=actor, idempotency=None))
