"""Soldiers: `/v1/casualties`."""

from typing import Annotated, Literal

from fastapi import Query, Request, Response

from schemas.casualty import Category, Status
from schemas.record import CasualtyRecord
from schemas.record_lists import CasualtyList
from service.http.answers import answer_page
from service.http.auth import Reader
from service.http.parameters import (
    Count,
    Cursor,
    Date,
    Db,
    Instant,
    Limit,
    Region,
    SlugText,
    Word,
    filters,
    region_code,
)
from service.http.resources.records import record_router
from service.usecases.list_records import list_records

StatusAsked = Status | Literal["disputed", "*"]

router = record_router("casualty", CasualtyRecord)


@router.get("", operation_id="list_casualties", response_model=CasualtyList)
async def list_casualties(
    request: Request,
    db: Db,
    actor: Reader,
    state: Annotated[list[Word] | None, Query(description="`published` unless given")] = None,
    region: Annotated[list[Region] | None, Query(description="of the home: ISO 3166-2 code or usual name")] = None,
    category: Annotated[list[Category] | None, Query()] = None,
    status: Annotated[list[StatusAsked] | None, Query(description="the dead unless given; `*` for all")] = None,
    born: Date = None,
    died_from: Date = None,
    died_to: Date = None,
    first_reported_from: Date = None,
    source: Annotated[list[SlugText] | None, Query(description="slug of a source that is cited")] = None,
    updated_since: Annotated[Instant | None, Query(description="RFC 3339")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
    count: Count = False,
) -> Response:
    """List soldiers: the dead, unless `status` asks for others. Repeated parameters mean "any of these"."""
    wanted = filters(
        state=state, region=[region_code(one) for one in region or []], category=category, status=status, born=born,
        died_from=died_from, died_to=died_to, first_reported_from=first_reported_from, source=source,
        updated_since=updated_since,
    )  # fmt: skip
    page = await list_records(db, kind="casualty", filters=wanted, cursor=cursor, limit=limit, count=count)
    return answer_page(request, page.body, page.next)
