"""The page of a record: as it stands, as it was in a version, or as it stood on a day."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from fastapi import Request, Response

from schemas.exports.cite import Style, cite
from service.errors import MergedAway, Unprocessable
from service.http.auth import Reader
from service.http.parameters import Db
from service.http.resources.record_reading import answer_moved
from service.registry.diff import read_document
from service.usecases.read_record import read_record
from service.web.filters import address_of_record
from service.web.page import pages
from service.web.record.sheet import sheet_of
from service.web.record_route import KindOf, RecordId, end_of_day, record_page, version_in
from service.web.rendering import render
from service.web.words import language_of

router = pages()
_FRESH: Final = {"Cache-Control": "no-cache"}


@record_page(router)
async def show_record(
    request: Request, kind: KindOf, id: RecordId, db: Db, actor: Reader, version: str = "", as_of: str = ""
) -> Response:
    """Every fact with its footnotes. A merged record leads on to the survivor."""
    if version and as_of:
        raise Unprocessable("Ask for a version or for a day, not for both.")
    try:
        served = await read_record(db, kind=kind, id=id, version=version_in(version), as_of=end_of_day(as_of))
    except MergedAway as moved:
        return answer_moved(request, moved)
    document = read_document(served.body)
    shown = {"sheet": sheet_of(document, language_of(request)), "cites": cited(request, document)}
    return render(request, "record/page.html", 200, _FRESH, **shown, as_of=as_of, is_old=bool(version or as_of))


def cited(request: Request, document: Mapping[str, Any]) -> dict[Style, str]:
    """How to cite this version of the record's page, by style."""
    address = str(request.base_url).rstrip("/") + address_of_record(document["id"])
    return {style: cite(document, style, address) for style in get_args(Style)}
