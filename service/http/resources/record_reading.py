"""Reading one record, as it is or was."""

from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Query, Request, Response
from pydantic import JsonValue

from schemas.base import Kind
from schemas.exports.cite import STYLES, Style, cite
from schemas.exports.ftm import entities
from service.errors import FieldError, MergedAway, NotFound, Unprocessable
from service.http.answers import answer, answer_served
from service.http.auth import Reader
from service.http.fields import read_fields, select
from service.http.parameters import Db, Instant
from service.usecases.read_record import read_record

AsOf = Annotated[Instant | None, Query(description="as it was at this time (RFC 3339)")]
Version = Annotated[int | None, Query(ge=1, le=2**31 - 1, description="this version")]
Fields = Annotated[
    str | None, Query(min_length=1, max_length=2_000, description="only these fields, e.g. `status,died`")
]
MEDIA: Final[dict[Style, str]] = {
    "csl-json": "application/vnd.citationstyles.csl+json",
    "bibtex": "application/x-bibtex; charset=utf-8",
    "text": "text/plain; charset=utf-8",
}

_CITED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {media.partition(";")[0]: {"schema": {} if "json" in media else {"type": "string"}}
                      for media in MEDIA.values()}}
}  # fmt: skip


def add_reading(router: APIRouter, kind: Kind, id_type: Any, model: type) -> None:
    """`GET /{id}`, `GET /{id}.ftm.json` and `GET /{id}/cite`."""

    async def read(
        request: Request,
        id: id_type,
        db: Db,
        actor: Reader,
        version: Version = None,
        as_of: AsOf = None,
        fields: Fields = None,
    ) -> Response:
        """Read one record. Every fact says where it comes from: `{value, citations, alternatives}`.

        A record that was merged into another answers 308 with the survivor's address (`version` and `as_of` still
        answer its own history); a withdrawn one 410 with what may still be said of it.
        """
        if version is not None and as_of is not None:
            raise Unprocessable("Give `version` or `as_of`.", errors=[FieldError("/query/as_of", "not with `version`")])
        names = read_fields(fields, model) if fields else None
        try:
            served = await read_record(db, kind=kind, id=id, version=version, as_of=as_of)
        except MergedAway as moved:
            return answer_moved(request, moved)
        return answer_served(request, select(served, names) if names else served)

    async def cite_it(
        request: Request,
        id: id_type,
        db: Db,
        actor: Reader,
        style: Annotated[Style, Query(description=f"one of {', '.join(STYLES)}")] = "text",
    ) -> Response:
        """How to cite the record, for a list of references."""
        try:
            served = await read_record(db, kind=kind, id=id)
        except MergedAway as moved:
            return answer_moved(request, moved)
        text = cite(orjson.loads(served.body), style, f"{request.base_url}{request.url.path[1:].removesuffix('/cite')}")
        return Response(text, media_type=MEDIA[style])

    async def as_entity(request: Request, id: id_type, db: Db, actor: Reader) -> Response:
        """The record as a FollowTheMoney entity; of a case `entities` holds its defendants and their parts in it.

        The schema has no room for a record without a name: 404.
        """
        try:
            served = await read_record(db, kind=kind, id=id)
        except MergedAway as moved:
            return answer_moved(request, moved)
        found = list(entities(orjson.loads(served.body)))
        if not found:
            raise NotFound("The record has no name, and FollowTheMoney no room for it.")
        return answer(found[0] | ({"entities": found[1:]} if kind == "case" else {}))

    ftm = router.get("/{id}.ftm.json", operation_id=f"read_{kind}_entity", response_model=dict[str, JsonValue])
    ftm(as_entity)
    router.get("/{id}", operation_id=f"read_{kind}", response_model=model)(read)
    router.get("/{id}/cite", operation_id=f"cite_{kind}", response_class=Response, responses=_CITED)(cite_it)


def answer_moved(request: Request, moved: MergedAway) -> Response:
    """308 to the surviving record, under the same question; not to be kept, as a merge can be undone."""
    absorbed = request.path_params["id"]
    path = request.url.path.replace(absorbed, moved.target, 1)
    query = f"?{request.url.query}" if request.url.query else ""
    return Response(status_code=308, headers={"Location": path + query, "Cache-Control": "no-cache"})
