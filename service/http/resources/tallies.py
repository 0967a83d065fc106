"""Figures that sources published."""

from typing import Annotated

from fastapi import Query, Request, Response

from schemas.base import Kind
from schemas.tally import NewTally, Tallies, Tally
from service.http.answers import answer, answer_list
from service.http.auth import Reader, Submitter
from service.http.idempotency import Once
from service.http.parameters import Count, Cursor, Db, Limit, Region, filters, region_code
from service.http.route import resource
from service.usecases.tallies import create_tally, list_tallies

router = resource("tallies")


@router.get("/tallies", operation_id="list_tallies", response_model=Tallies)
async def list_(
    request: Request,
    db: Db,
    actor: Reader,
    kind: Kind | None = None,
    region: Annotated[Region | None, Query(description="ISO 3166-2 code or a usual name")] = None,
    source: Annotated[str | None, Query(max_length=63, description="slug of the source")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
    count: Count = False,
) -> Response:
    """Figures, newest first."""
    wanted = filters(kind=kind, region=region and region_code(region), source=source)
    return answer_list(request, await list_tallies(db, filters=wanted, cursor=cursor, limit=limit, count=count))


@router.post("/tallies", operation_id="create_tally", status_code=201, response_model=Tally)
async def create(body: NewTally, db: Db, actor: Submitter, once: Once) -> Response:
    """Report a figure with the document that published it. The same figure again is answered as it stands."""
    return answer(await create_tally(db, tally=body, actor=actor, idempotency=once), 201)
