"""A sheet of names in, the same sheet with verdicts out.

A look-up like any other: on public documents alone, never stored, names never logged.
"""

import asyncio
import io
import tempfile
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response

from schemas.exports.sheet import MEDIA, Format, write_sheet
from schemas.look_up import KindAsked
from service.errors import TooMany
from service.http.auth import Reader
from service.http.parameters import AnyOf, Db
from service.http.route import resource
from service.http.sheets import format_of, read_sheet
from service.usecases.check_names import (
    Checked,
    People,
    ask_here,
    check_names,
    columns_of,
    named_columns,
    read_people,
)

router = resource("look-up")

MOST_ROWS: Final = 10_000
_AT_ONCE: Final = 2
"""Sheets that one process checks at a time; each takes a core for a while."""
_BATCH: Final = 50
"""Rows looked up between two moments in which others are answered."""
_places = asyncio.BoundedSemaphore(_AT_ONCE)

_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA.values()}}
}


@router.post("/check", operation_id="check_sheet", response_class=Response, responses=_ANSWERS)
async def check(
    request: Request,
    db: Db,
    actor: Reader,
    column: Annotated[AnyOf, Query(description="a field's heading, `name=Имя`; repeatable")] = None,
    kind: KindAsked = "any",
    sheet: Annotated[str | None, Query(max_length=100, description="worksheet, where several hold something")] = None,
    format: Annotated[Format | None, Query(description="of the answer; that of the sheet if left out")] = None,
) -> Response:
    """Check a sheet of up to 10,000 names, CSV or XLSX, raw or as the file of a form.

    Columns are found by their headings in Russian or English. Each row is answered with verdict, best record, score,
    link and the reasons in words. A cell that can't be read is left out and told, a row without a name gets no verdict;
    `Poimenno-Rejected` counts both.
    """
    if _places.locked():
        raise TooMany("Other sheets are being checked; try again shortly.", retry_after=10)
    async with _places:
        body, charset = await read_sheet(request)
        named = named_columns(column or [])
        people = await asyncio.to_thread(_people, body, named, sheet, charset)
        base = str(request.base_url).rstrip("/")
        rows = [row async for row in check_names(people, ask=ask_here(db), base=base, kind=kind, batch=_BATCH)]
        form = format or format_of(body)
        return await asyncio.to_thread(_answer, form, people, rows)


def _people(body: bytes, named: dict[str, str], sheet: str | None, charset: str | None) -> People:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, f"sheet.{format_of(body)}")
        path.write_bytes(body)
        return read_people(path, named=named, sheet=sheet, encoding=charset, most=MOST_ROWS)


def _answer(format: Format, people: People, rows: list[Checked]) -> Response:
    file = io.BytesIO()
    write_sheet(file, format, columns_of(people), (row.values for row in rows))
    headers = {
        "Content-Disposition": f'attachment; filename="checked.{format}"',
        "Poimenno-Rows": str(len(rows)),
        "Poimenno-Rejected": str(sum(row.problem is not None for row in rows)),
    }
    media = "text/csv; charset=utf-8" if format == "csv" else MEDIA[format]
    return Response(file.getvalue(), media_type=media, headers=headers)
