"""Sources: who publishes what reports cite."""

from fastapi import Request, Response

from schemas.source import NewSource, Source, SourceChange, Sources
from service.http.answers import answer, answer_list
from service.http.auth import Reader, Reviewer
from service.http.idempotency import Once
from service.http.parameters import Count, Cursor, Db, Limit, SlugPath
from service.http.route import resource
from service.usecases.manage_sources import create_source, list_sources, update_source

router = resource("sources")


@router.get("/sources", operation_id="list_sources", response_model=Sources)
async def list_(
    request: Request, db: Db, actor: Reader, cursor: Cursor = None, limit: Limit = 100, count: Count = False
) -> Response:
    """All sources, by slug."""
    return answer_list(request, await list_sources(db, cursor=cursor, limit=limit, count=count))


@router.post("/sources", operation_id="create_source", status_code=201, response_model=Source)
async def create(body: NewSource, db: Db, actor: Reviewer, once: Once) -> Response:
    """Make a source known. (A report that names an unknown one makes it too.)"""
    made = await create_source(
        db, slug=body.slug, name=body.name, url=body.url, official=body.official, actor=actor, idempotency=once
    )
    return answer(made, 201)


@router.patch("/sources/{slug}", operation_id="update_source", response_model=Source)
async def update(slug: SlugPath, body: SourceChange, db: Db, actor: Reviewer, once: Once) -> Response:
    """Rename a source, or mark it official: its documents then count as official ones in the records' evidence."""
    change = body.model_dump(exclude_unset=True)
    return answer(await update_source(db, slug=slug, change=change, actor=actor, idempotency=once))
