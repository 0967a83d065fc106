"""What a record said before, and what changed."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from schemas.base import Kind
from schemas.history import Diff, Versions
from service.http.answers import answer_list, answer_served
from service.http.auth import Reader
from service.http.json_out import dump
from service.http.parameters import Count, Cursor, Db, Limit, VersionNumber
from service.usecases.read_versions import diff_versions, list_versions, read_version

JSON_PATCH: Final = "application/json-patch+json"
Number = Annotated[int, Query(ge=1, le=2**31 - 1)]


def add_history(router: APIRouter, kind: Kind, id_type: Any, model: type) -> None:
    """`GET /{id}/versions`, `/{id}/versions/{n}` and `/{id}/diff`."""

    async def versions(
        request: Request,
        id: id_type,
        db: Db,
        actor: Reader,
        cursor: Cursor = None,
        limit: Limit = 100,
        count: Count = False,
    ) -> Response:
        """Every version: who, when, why, and which fields changed; oldest first."""
        page = await list_versions(db, kind=kind, id=id, cursor=cursor, limit=limit, count=count)
        return answer_list(request, page)

    async def one(request: Request, id: id_type, n: VersionNumber, db: Db, actor: Reader) -> Response:
        """One version as it was served; only a redaction ever changes it, and leaves a mark."""
        return answer_served(request, await read_version(db, kind=kind, id=id, version=n))

    async def diff(
        id: id_type,
        db: Db,
        actor: Reader,
        from_: Annotated[Number, Query(alias="from", description="version to start from")],
        to: Annotated[Number, Query(description="version to arrive at")],
    ) -> Response:
        """What changed between two versions, as a JSON Patch (RFC 6902)."""
        found = await diff_versions(db, kind=kind, id=id, from_version=from_, to_version=to)
        return Response(dump(found["patch"]), media_type=JSON_PATCH)

    router.get("/{id}/versions", operation_id=f"list_{kind}_versions", response_model=Versions)(versions)
    router.get("/{id}/versions/{n}", operation_id=f"read_{kind}_version", response_model=model)(one)
    router.get("/{id}/diff", operation_id=f"diff_{kind}_versions", response_model=Diff)(diff)
