"""The history of a record: who changed what, when and why, and any two versions compared."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request, Response

from service.errors import Gone, NotFound
from service.http.auth import Reader
from service.http.parameters import Db
from service.registry.diff import read_document
from service.usecases.read_record import read_record
from service.usecases.read_versions import list_versions
from service.web.page import pages
from service.web.record.differences import differences
from service.web.record.sheet import Sheet, field_in_words, sheet_of
from service.web.record_route import KindOf, RecordId, record_page, version_in
from service.web.rendering import render
from service.web.words import Language, language_of

router = pages()
MOST: Final = 1_000
_FRESH: Final = {"Cache-Control": "no-cache"}


@record_page(router, "/history")
async def show_history(
    request: Request, kind: KindOf, id: RecordId, db: Db, actor: Reader, old: str = "", new: str = ""
) -> Response:
    """All versions, the newest first, and what changed between two of them (the last two if none are named)."""
    language = language_of(request)
    page = await list_versions(db, kind=kind, id=id, limit=MOST)
    versions: list[dict[str, Any]] = page["items"]
    last = versions[-1]["version"]
    to = version_in(new) or last
    since = version_in(old) or max(1, to - 1)
    if max(since, to) > last:
        raise NotFound("The record has no such version.")
    sheets = {n: sheet for n in {since, to, last} if (sheet := await _sheet(db, kind, id, n, language))}
    compared = since in sheets and to in sheets
    values = {
        "id": id, "kind": kind, "last": last, "since": since, "to": to, "compared": compared,
        "name": sheets[last].name if last in sheets else id,
        "versions": [_described(one, sheets.get(last), language) for one in reversed(versions)],
        "differences": differences(sheets[since], sheets[to], language) if compared else [],
    }  # fmt: skip
    return render(request, "record/history.html", 200, _FRESH, **values)


async def _sheet(db: Any, kind: str, id_: str, version: int, language: Language) -> Sheet | None:
    """A version as its page shows it; None where it shows nothing: withdrawn then, or holding what is withdrawn now."""
    try:
        served = await read_record(db, kind=kind, id=id_, version=version)
    except Gone:
        return None
    document = read_document(served.body)
    return sheet_of(document, language) if document["state"] == "published" else None


def _described(one: Mapping[str, Any], sheet: Sheet | None, language: Language) -> dict[str, Any]:
    document = sheet.document if sheet else {}
    return {**one, "changed": [field_in_words(path, document, language) for path in one["changed"]]}
