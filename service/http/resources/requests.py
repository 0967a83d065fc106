"""Anyone may ask for a correction or a removal; only maintainers see what was asked."""

from typing import Annotated, Literal

from fastapi import Query, Request, Response

from schemas.removal_request import NewRequest, Receipt, Requests, RequestState, Resolution
from schemas.removal_request import Request as RemovalRequest
from service.http.answers import answer, answer_list
from service.http.auth import Anyone, Reviewer
from service.http.idempotency import Once
from service.http.parameters import Count, Cursor, Db, Limit, RequestPath
from service.http.route import resource
from service.usecases import requests

router = resource("requests")


@router.post("/requests", operation_id="create_request", status_code=201, response_model=Receipt)
async def create(body: NewRequest, db: Db, actor: Anyone, once: Once) -> Response:
    """Ask for a correction or a removal. No key and no source is needed; the answer is a receipt."""
    made = await requests.create_request(
        db, type=body.type, record_id=body.record_id, message=body.message, contact=body.contact, idempotency=once
    )
    return answer(made, 201)


@router.get("/requests", operation_id="list_requests", response_model=Requests)
async def list_(
    request: Request,
    db: Db,
    actor: Reviewer,
    state: Annotated[RequestState | Literal["all"], Query(description="`all` for every state")] = "open",
    cursor: Cursor = None,
    limit: Limit = 50,
    count: Count = False,
) -> Response:
    """The queue, oldest first."""
    asked = None if state == "all" else state
    page = await requests.list_requests(db, state=asked, cursor=cursor, limit=limit, count=count)
    return answer_list(request, page)


@router.post("/requests/{request_id}/resolve", operation_id="resolve_request", response_model=RemovalRequest)
async def resolve(request_id: RequestPath, body: Resolution, db: Db, actor: Reviewer, once: Once) -> Response:
    """Note what became of a request. What it asked for is done by correcting, withdrawing or redacting."""
    made = await requests.resolve_request(
        db, id=request_id, state=body.state, resolution=body.resolution, actor=actor, idempotency=once
    )
    return answer(made)
