"""Criminal cases: `/v1/cases`."""

from typing import Annotated, get_args

from fastapi import Query, Request, Response

from schemas.case import SentenceKind, Stage, Verdict
from schemas.casualty import Category
from schemas.record import CaseRecord
from schemas.record_lists import CaseList
from service.http.answers import answer_page
from service.http.auth import Reader, is_reviewer
from service.http.parameters import AnyOf, Count, Cursor, Date, Db, Limit, NeedsReview, Since, any_of, filters
from service.http.resources.records import record_router
from service.usecases.list_records import list_records

router = record_router("case", CaseRecord)


@router.get("", operation_id="list_cases", response_model=CaseList)
async def list_cases(
    request: Request,
    db: Db,
    actor: Reader,
    state: AnyOf = None,
    court: Annotated[AnyOf, Query(description="its code, or its name")] = None,
    region: Annotated[AnyOf, Query(description="of the court: ISO 3166-2 code or usual name")] = None,
    article: Annotated[AnyOf, Query(description="of the Criminal Code: `337`, `286.1`, with a part `337/5`")] = None,
    outcome: Annotated[AnyOf, any_of(*get_args(Verdict))] = None,
    stage: Annotated[AnyOf, any_of(*get_args(Stage))] = None,
    sentence_kind: Annotated[AnyOf, any_of(*get_args(SentenceKind))] = None,
    category: Annotated[AnyOf, any_of(*get_args(Category))] = None,
    event_from: Date = None,
    event_to: Date = None,
    first_reported_from: Date = None,
    source: Annotated[AnyOf, Query(description="slug of a source that is cited")] = None,
    updated_since: Since = None,
    needs_review: NeedsReview = None,
    cursor: Cursor = None,
    limit: Limit = 100,
    count: Count = False,
) -> Response:
    """List criminal cases.

    Several values of one filter, repeated or separated by commas, mean "any of these".
    """
    wanted = filters(
        state=state, court=court, region=region, article=article, outcome=outcome, stage=stage,
        sentence_kind=sentence_kind, category=category, event_from=event_from, event_to=event_to,
        first_reported_from=first_reported_from, source=source, updated_since=updated_since, needs_review=needs_review,
    )  # fmt: skip
    page = await list_records(
        db, kind="case", filters=wanted, cursor=cursor, limit=limit, count=count, reviewer=is_reviewer(actor)
    )
    return answer_page(request, page.body, page.next)
