"""The lists that values are checked and named by: courts, regions, articles."""

from typing import Annotated

from fastapi import Query, Request, Response

from schemas.lists import Articles, Courts, Regions
from service.http.answers import answer_list
from service.http.auth import Reader
from service.http.parameters import Count, Cursor, Db, Limit, Region, region_code
from service.http.route import resource
from service.usecases.list_reference import list_articles, list_courts, list_regions

router = resource("reference")
Sought = Annotated[
    str | None, Query(min_length=1, max_length=300, description="beginning of a number, or part of a title")
]


@router.get("/courts", operation_id="list_courts", response_model=Courts)
async def courts(
    request: Request,
    db: Db,
    actor: Reader,
    q: Annotated[
        str | None,
        Query(min_length=1, max_length=300, description="part of a name, in Russian or English, or of a code"),
    ] = None,
    region: Annotated[Region | None, Query(description="ISO 3166-2 code or a usual name")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
    count: Count = False,
) -> Response:
    """Courts with their codes, by code."""
    code = region_code(region) if region else None
    return answer_list(request, await list_courts(db, q=q, region=code, cursor=cursor, limit=limit, count=count))


@router.get("/regions", operation_id="list_regions", response_model=Regions)
async def regions(
    request: Request, db: Db, actor: Reader, cursor: Cursor = None, limit: Limit = 1000, count: Count = False
) -> Response:
    """Regions with their ISO 3166-2 codes and names."""
    return answer_list(request, await list_regions(db, cursor=cursor, limit=limit, count=count))


@router.get("/articles", operation_id="list_articles", response_model=Articles)
async def articles(
    request: Request,
    db: Db,
    actor: Reader,
    q: Sought = None,
    cursor: Cursor = None,
    limit: Limit = 1000,
    count: Count = False,
) -> Response:
    """Articles of the Criminal Code with their titles."""
    return answer_list(request, await list_articles(db, q=q, cursor=cursor, limit=limit, count=count))
