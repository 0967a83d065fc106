"""A sheet of names in, the same sheet with verdicts out.

A look-up like any other: on public documents alone, never stored, names never logged.
"""

import asyncio
import io
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response

from schemas.exports.sheet import MEDIA, Format, write_sheet
from schemas.look_up import KindAsked
from service.http.auth import Reader
from service.http.parameters import AnyOf, Db
from service.http.route import resource
from service.http.sheets import BATCH, a_place, format_of, people_in, read_sheet, refuse_when_full
from service.usecases.check_names import (
    Checked,
    People,
    ask_here,
    check_names,
    columns_of,
    named_columns,
)

router = resource("look-up")

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
    refuse_when_full()
    async with a_place():
        body, charset = await read_sheet(request)
        people = await people_in(body, named_columns(column or []), sheet, charset)
        base = f"{str(request.base_url).rstrip('/')}/v1"
        rows = [row async for row in check_names(people, ask=ask_here(db), base=base, kind=kind, batch=BATCH)]
        form = format or format_of(body)
        return await asyncio.to_thread(_answer, form, people, rows)


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
