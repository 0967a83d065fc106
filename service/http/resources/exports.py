"""Everything at once, as files."""

from typing import Annotated, Any, Final, Literal, get_args

from fastapi import Depends, Path, Query, Request, Response
from pydantic import JsonValue

from schemas.casualty import Status
from schemas.exports.datapackage import datapackage
from service.http.answers import answer
from service.http.auth import Reader
from service.http.body import NDJSON
from service.http.file_answer import answer_export, asks_for_part
from service.http.parameters import AnyOf, Db, any_of
from service.http.route import resource
from service.usecases.export_records import Format, Wanted, wanted

CSV: Final = "text/csv"
_MEDIA: Final[dict[Format, str]] = {
    "ndjson": NDJSON,
    "csv": f"{CSV}; charset=utf-8; header=present",
    "ftm.ndjson": NDJSON,
}
_TEXT: Final[dict[str, Any]] = {"schema": {"type": "string"}}
_FILES: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {NDJSON: _TEXT, CSV: _TEXT}}}
_TABLE: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {CSV: _TEXT}}}

FormatPath = Annotated[
    str, Path(pattern=r"^(ndjson|csv|ftm\.ndjson)$", description=f"one of {', '.join(get_args(Format))}")
]
Bom = Annotated[bool, Query(description="CSV begins with the mark by which Excel knows UTF-8")]


async def _shelf(request: Request) -> Any:
    return request.app.state.shelf


Files = Annotated[Any, Depends(_shelf)]
router = resource("exports", "/v1/export")


@router.get("/casualties.{format}", operation_id="export_casualties", response_class=Response, responses=_FILES)
async def casualties(
    request: Request, format: FormatPath, db: Db, files: Files, actor: Reader,
    status: Annotated[
        AnyOf, any_of(*get_args(Status), "disputed", "*", but="the dead unless given, `*` for all")
    ] = None,
    bom: Bom = False,
) -> Response:  # fmt: skip
    """All soldiers as of one moment, by id: NDJSON (records in RFC 8785 form), a flat CSV, or FollowTheMoney entities.

    `Poimenno-Cursor` is the feed's cursor of that moment. Ask for a part (`Range`) with `If-Range` to go on with a
    download that broke off. An answer that ends before its end is cut, never closed as if it were whole.
    """
    return await _answer(request, db, files, wanted("casualties", _format(format), status or (), bom=bom))


@router.get("/cases.{format}", operation_id="export_cases", response_class=Response, responses=_FILES)
async def cases(
    request: Request, format: FormatPath, db: Db, files: Files, actor: Reader,
    status: Annotated[Literal["*"] | None, Query(description="`*`; cases are always all exported")] = None,
    bom: Bom = False,
) -> Response:  # fmt: skip
    """All criminal cases as of one moment, by id; as for casualties. The CSV has a row for each defendant."""
    return await _answer(request, db, files, wanted("cases", _format(format), bom=bom))


@router.get("/redirects.csv", operation_id="export_redirects", response_class=Response, responses=_TABLE)
async def redirects(request: Request, db: Db, files: Files, actor: Reader, bom: Bom = False) -> Response:
    """The ids that were merged away, as of one moment, and the record that each leads to."""
    return await _answer(request, db, files, wanted("redirects", "csv", bom=bom))


@router.get("/datapackage.json", operation_id="describe_exports", response_model=dict[str, JsonValue])
async def describe(actor: Reader) -> Response:
    """What the files hold, as a Data Package (Frictionless): columns and their types."""
    return answer(datapackage())


async def _answer(request: Request, db: Any, files: Any, export: Wanted) -> Response:
    found = await files.kept(db, export, request.headers.get("if-range")) if asks_for_part(request) else None
    found = found or await files.export(db, export)
    return await answer_export(request, found, f"{export.what}.{export.format}", _MEDIA[export.format])


def _format(text: str) -> Format:
    return next(one for one in _MEDIA if one == text)
