"""Criminal cases: `/v1/cases`."""

from typing import Annotated

from fastapi import Query, Request, Response

from schemas.case import SentenceKind, Stage, Verdict
from schemas.casualty import Category
from schemas.record import CaseRecord
from schemas.record_lists import CaseList
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

router = record_router("case", CaseRecord)
Text = Annotated[str, Query(min_length=1, max_length=300)]


@router.get("", operation_id="list_cases", response_model=CaseList)
async def list_cases(
    request: Request,
    db: Db,
    actor: Reader,
    state: Annotated[list[Word] | None, Query(description="`published` unless given")] = None,
    court: Annotated[list[Text] | None, Query(description="its code, or its name as printed")] = None,
    region: Annotated[list[Region] | None, Query(description="of the court: ISO 3166-2 code or usual name")] = None,
    article: Annotated[list[Text] | None, Query(description="of the Criminal Code, e.g. `337` or `286.1`")] = None,
    outcome: Annotated[list[Verdict] | None, Query(description="what a defendant was told")] = None,
    stage: Annotated[list[Stage] | None, Query(description="how far it is for a defendant")] = None,
    sentence_kind: Annotated[list[SentenceKind] | None, Query(description="in a current sentence")] = None,
    category: Annotated[list[Category] | None, Query(description="of a defendant")] = None,
    event_from: Date = None,
    event_to: Date = None,
    first_reported_from: Date = None,
    source: Annotated[list[SlugText] | None, Query(description="slug of a source that is cited")] = None,
    updated_since: Annotated[Instant | None, Query(description="RFC 3339")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
    count: Count = False,
) -> Response:
    """List criminal cases. Repeated parameters mean "any of these"."""
    wanted = filters(
        state=state, court=court, region=[region_code(one) for one in region or []], article=article, outcome=outcome,
        stage=stage, sentence_kind=sentence_kind, category=category, event_from=event_from, event_to=event_to,
        first_reported_from=first_reported_from, source=source, updated_since=updated_since,
    )  # fmt: skip
    page = await list_records(db, kind="case", filters=wanted, cursor=cursor, limit=limit, count=count)
    return answer_page(request, page.body, page.next)
