"""The change feed: what partners keep in step by."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from schemas.change import Changes
from service.http.answers import JSON
from service.http.auth import Reader
from service.http.parameters import Db, Limit
from service.http.route import resource
from service.usecases.read_changes import BEGINNING, LONGEST_WAIT, read_changes

Since = Annotated[
    str,
    Query(min_length=1, max_length=2_000, description="`next` of the page before, or an export's `Poimenno-Cursor`"),
]
Wait = Annotated[
    float, Query(ge=0, le=LONGEST_WAIT, allow_inf_nan=False, description="seconds to wait when nothing is new")
]
Include = Annotated[Literal["record"] | None, Query(description="`record`: with each change the version that it names")]

router: APIRouter = resource("changes")


@router.get("/changes", operation_id="list_changes", response_model=Changes)
async def changes(
    db: Db, actor: Reader, since: Since = BEGINNING, limit: Limit = 100, wait: Wait = 0, include: Include = None
) -> Response:
    """What was published, changed and taken back since a cursor, in the order in which it was committed.

    Begin without `since` (or from an export's cursor), apply the changes, go on from `next`; a reader that stops
    anywhere and goes on from its cursor ends with exactly the records of the registry. A change's `record` is the
    version that it names, or null once the record is withdrawn or redacted whole; of a record that was merged away it
    is the tombstone, and `merged_into` is the survivor.
    """
    page = await read_changes(db, since=since, limit=limit, wait=wait, records=include == "record")
    return Response(page.body, media_type=JSON, headers={"Cache-Control": "no-store"})
