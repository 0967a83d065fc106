"""What a partner's own ids have become."""

from typing import Annotated

from fastapi import Query, Request, Response

from schemas.lists import PartnerLinks
from service.http.answers import answer_list
from service.http.auth import Submitter
from service.http.parameters import Count, Cursor, Db, Limit, SlugPath
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
    cursor: Cursor = None,
    limit: Limit = 1000,
    count: Count = False,
) -> Response:
    """External id ↔ record id, for the partner itself and for reviewers."""
    page = await partner_links(
        db, partner=slug, external_ids=external_id, actor=actor, cursor=cursor, limit=limit, count=count
    )
    return answer_list(request, page)
