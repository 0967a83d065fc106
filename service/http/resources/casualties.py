"""Soldiers: `/v1/casualties`."""

from typing import Annotated, get_args

from fastapi import Query, Request, Response

from schemas.casualty import Category, Status
from schemas.record import CasualtyRecord
from schemas.record_lists import CasualtyList
from service.http.answers import answer_page
from service.http.auth import Reader, is_reviewer
from service.http.parameters import AnyOf, Count, Cursor, Date, Db, Limit, NeedsReview, Since, any_of, filters
from service.http.resources.records import record_router
from service.usecases.list_records import list_records

router = record_router("casualty", CasualtyRecord)


@router.get("", operation_id="list_casualties", response_model=CasualtyList)
async def list_casualties(
    request: Request,
    db: Db,
    actor: Reader,
    state: AnyOf = None,
    region: Annotated[
        AnyOf, Query(description="of the home: ISO 3166-2 code or usual name; a country takes in all")
    ] = None,
    category: Annotated[AnyOf, any_of(*get_args(Category))] = None,
    status: Annotated[
        AnyOf, any_of(*get_args(Status), "disputed", "*", but="the dead unless given, `*` for all")
    ] = None,
    born: Date = None,
    died_from: Date = None,
    died_to: Date = None,
    first_reported_from: Date = None,
    source: Annotated[AnyOf, Query(description="slug of a source that is cited")] = None,
    updated_since: Since = None,
    needs_review: NeedsReview = None,
    cursor: Cursor = None,
    limit: Limit = 100,
    count: Count = False,
) -> Response:
    """List soldiers: the dead, unless `status` asks for others.

    Several values of one filter, repeated or separated by commas, mean "any of these".
    """
    wanted = filters(
        state=state, region=region, category=category, status=status, born=born, died_from=died_from, died_to=died_to,
        first_reported_from=first_reported_from, source=source, updated_since=updated_since, needs_review=needs_review,
    )  # fmt: skip
    page = await list_records(
        db, kind="casualty", filters=wanted, cursor=cursor, limit=limit, count=count, reviewer=is_reviewer(actor)
    )
    return answer_page(request, page.body, page.next)
