"""What a partner's own ids have become."""

from typing import Annotated

from fastapi import Query, Request, Response

from schemas.base import Kind, Slug
from schemas.lists import PartnerLinks
from service.http.answers import answer_list
from service.http.auth import Submitter
from service.http.parameters import Count, Cursor, Db, Limit, RecordId, SlugPath
from service.http.route import resource
from service.usecases.partner_links import partner_links

router = resource("partners")


@router.get("/partners/{slug}/links", operation_id="list_partner_links", response_model=PartnerLinks)
async def links(
    request: Request,
    slug: SlugPath,
    db: Db,
    actor: Submitter,
    external_id: Annotated[list[str] | None, Query(max_length=100, description="only these")] = None,
    kind: Annotated[Kind | None, Query(description="casualty or case")] = None,
    source: Annotated[Slug | None, Query(description="slug of the source that the report's document is of")] = None,
    retracted: Annotated[bool | None, Query(description="whether the report was taken back by itself")] = None,
    record_id: Annotated[RecordId | None, Query(description="only reports that lie in this record")] = None,
    cursor: Cursor = None,
    limit: Limit = 1000,
    count: Count = False,
) -> Response:
    """External id ↔ record id, for the partner itself and for reviewers, in the order of the external ids.

    The record is that of today, after merges and splits; null where the report, or its document, was taken back.
    """
    page = await partner_links(
        db, partner=slug, external_ids=external_id, kind=kind, source=source, retracted=retracted,
        record_id=record_id, actor=actor, cursor=cursor, limit=limit, count=count,
    )  # fmt: skip
    return answer_list(request, page)
