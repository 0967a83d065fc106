"""Pairs of records that may be one, for maintainers to decide."""

from typing import Annotated

from fastapi import Body, Query, Request, Response

from schemas.base import Kind
from schemas.suggestion import ClaimRequest, Decision, DecisionRequest, Released, ReleaseRequest, State, Suggestions
from service.http.answers import answer, answer_list
from service.http.auth import Reviewer
from service.http.idempotency import Once
from service.http.parameters import Count, Cursor, Db, Limit, SuggestionPath
from service.http.route import resource
from service.usecases import decide_suggestion as review

router = resource("suggestions")


@router.get("/suggestions", operation_id="list_suggestions", response_model=Suggestions)
async def list_(
    request: Request,
    db: Db,
    actor: Reviewer,
    state: State = "open",
    kind: Kind | None = None,
    min_score: Annotated[float, Query(ge=0, le=1, description="no pair below this score")] = 0.0,
    cursor: Cursor = None,
    limit: Limit = 50,
    count: Count = False,
) -> Response:
    """Pairs in one state, best first, each once. One side of an open pair may be withdrawn, which its `state` says."""
    page = await review.list_suggestions(
        db, state=state, kind=kind, min_score=min_score, cursor=cursor, limit=limit, count=count
    )
    return answer_list(request, page)


@router.post("/suggestions/claim", operation_id="claim_suggestions", response_model=Suggestions)
async def claim(db: Db, actor: Reviewer, once: Once, body: Annotated[ClaimRequest | None, Body()] = None) -> Response:
    """Lease the best open pairs to the asker for 15 minutes; nobody else is given them meanwhile."""
    asked = body or ClaimRequest()
    return answer(await review.claim(db, count=asked.count, actor=actor, idempotency=once))


@router.post("/suggestions/release", operation_id="release_suggestions", response_model=Released)
async def release(
    db: Db, actor: Reviewer, once: Once, body: Annotated[ReleaseRequest | None, Body()] = None
) -> Response:
    """Give leased pairs back: those named, or all that the asker holds."""
    ids = list(body.ids) if body and body.ids is not None else None
    return answer(await review.release(db, ids=ids, actor=actor, idempotency=once))


@router.post("/suggestions/{suggestion_id}/decision", operation_id="decide_suggestion", response_model=Decision)
async def decide(suggestion_id: SuggestionPath, body: DecisionRequest, db: Db, actor: Reviewer, once: Once) -> Response:
    """Say whether a pair is one. `same` merges; `different` is remembered and holds across later merges; `unsure` puts
    the pair aside until something new is known. 412 when either record has moved since `versions`; 409 for `same` when
    one is withdrawn.
    """
    versions = body.versions.model_dump() if body.versions else None
    made = await review.decide(
        db, id=suggestion_id, decision=body.decision, reason=body.reason, versions=versions, actor=actor,
        idempotency=once,
    )  # fmt: skip
    return answer(made)


@router.delete("/suggestions/{suggestion_id}/decision", operation_id="undo_decision", response_model=Decision)
async def undo(suggestion_id: SuggestionPath, db: Db, actor: Reviewer) -> Response:
    """Undo a decision exactly; a merge that it made is taken back, and the pair is open, or `unsure` as it was."""
    return answer(await review.undo_decision(db, id=suggestion_id, actor=actor, idempotency=None))
