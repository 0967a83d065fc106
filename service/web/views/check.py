"""A list of names, pasted or as a file, answered row by row as the answers come.

The page is sent while it is made: rows follow one another, and after each some the browser shows the latest of the
progress bars that came (`tbody.step` in the style sheet). Neither scripts nor anything stored is needed for that. At
the end stand the files to keep, in the page itself, as nothing of a list is held here once it is answered.
"""

import asyncio
import csv
import io
from base64 import b64encode
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from fastapi import Request, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from schemas.exports.sheet import MEDIA, Format, write_sheet
from schemas.look_up import KindAsked
from service.errors import PoimennoError, Unreadable
from service.http.auth import Reader
from service.http.body import LARGEST_BODY
from service.http.parameters import Db
from service.http.problems import answer_to
from service.http.sheets import BATCH, MOST_ROWS, a_place, people_in, refuse_when_full
from service.readers.errors import WrongMapping
from service.registry.words import verdict_in
from service.usecases.check_names import RESULT_COLUMNS, Checked, People, ask_here, check_names, columns_of
from service.web.page import pages
from service.web.rendering import HTML, Halves, halves, headers_of, part, render

router = pages()

KINDS: Final[tuple[KindAsked, ...]] = get_args(KindAsked)
_FIELDS: Final = ("names", "column", "kind")
_UNKEPT: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
Given = dict[str, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """One row: its number, its own cells, the verdict's name in the table of words, the best record, the reasons."""

    number: int
    cells: Sequence[object]
    verdict: str
    record: str
    name: str
    score: float | None
    why: str


@router.get("/check")
async def ask_for_list(request: Request, actor: Reader) -> Response:
    """The form."""
    return _form(request, dict.fromkeys(_FIELDS, ""))


@router.post("/check")
async def check_list(request: Request, db: Db, actor: Reader) -> Response:
    """The list with its answers, sent as they come; or the form again with what is wrong."""
    given, body = await _sent(request)
    try:
        refuse_when_full()
        people = await _people(body, given)
    except PoimennoError as error:
        return _form(request, given, error)
    told = _told(request, db, people, given)
    return StreamingResponse(told, headers={**headers_of(request), **_UNKEPT}, media_type=HTML)


async def _sent(request: Request) -> tuple[Given, bytes]:
    """The fields of the form, and the bytes of the file or of what was pasted. Raises Unreadable."""
    try:
        async with request.form(max_files=1, max_fields=len(_FIELDS), max_part_size=LARGEST_BODY) as form:
            given = {name: str(form.get(name) or "") for name in _FIELDS}
            file = form.get("file")
            body = await file.read() if isinstance(file, UploadFile) else b""
    except HTTPException as error:
        raise Unreadable(f"The form can't be read: {error.detail}") from error
    return given, body or given["names"].strip().encode("utf-8", "replace")


async def _people(body: bytes, given: Given) -> People:
    """The people of a sheet. What was pasted without headings is taken for one name a line."""
    if not body:
        raise Unreadable("Choose a file, or paste names.")
    named = {"name": given["column"].strip()} if given["column"].strip() else {}
    try:
        return await people_in(body, named)
    except WrongMapping:
        if named or not given["names"].strip():
            raise
        return await people_in(_one_a_line(given["names"]), {})


def _one_a_line(text: str) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerows([line.strip()] for line in ("name", *text.splitlines()) if line.strip())
    return file.getvalue().encode("utf-8", "replace")


def _form(request: Request, given: Given, error: PoimennoError | None = None) -> Response:
    answer = answer_to(error, request.url.path) if error else None
    values = {"given": given, "kinds": KINDS, "rows": MOST_ROWS, "wrong": error.detail if error else None}
    headers = {**_UNKEPT, **(answer.headers if answer else {})}
    return render(request, "check/form.html", answer.status if answer else 200, headers, **values)


async def _told(request: Request, db: Any, people: People, given: Given) -> AsyncIterator[str]:
    async with a_place():
        fields = [f"{field} («{people.columns[at]}»)" for field, at in people.places.items()]
        frame = halves(request, "check/answer.html", people=people, fields=fields)
        yield frame.before
        rows: list[Checked] = []
        base = str(request.base_url).rstrip("/")
        kind: KindAsked = next((one for one in KINDS if one == given["kind"]), "any")
        async for row in check_names(people, ask=ask_here(db), base=base, kind=kind, batch=BATCH):
            rows.append(row)
            if len(rows) % BATCH == 0 or len(rows) == len(people.rows):
                yield _some(request, rows[-(len(rows) % BATCH or BATCH) :], len(rows), people)
        yield await _end(request, frame, people, rows)


def _some(request: Request, rows: Sequence[Checked], done: int, people: People) -> str:
    width = len(people.columns)
    first = done - len(rows) + 1
    answered = [_answered(one, width, number) for number, one in enumerate(rows, start=first)]
    return part(request, "check/rows.html", rows=answered, done=done, total=len(people.rows), width=width + 5)


def _answered(row: Checked, width: int, number: int) -> Answered:
    found: dict[str, Any] = dict(zip(RESULT_COLUMNS, row.values[width:], strict=True))
    return Answered(
        number=number,
        cells=row.values[:width],
        verdict=verdict_in(found) if found["verdict"] else "",
        record=found["record"],
        name=found["record_name"],
        score=found["score"] if found["record"] else None,
        why=found["explanation"],
    )


async def _end(request: Request, frame: Halves, people: People, rows: Sequence[Checked]) -> str:
    files = await asyncio.to_thread(_files, people, rows)
    width = len(people.columns)
    verdicts = Counter(_answered(one, width, 0).verdict for one in rows)
    rejected = sum(one.problem is not None for one in rows)
    end = part(request, "check/end.html", files=files, verdicts=verdicts, total=len(rows), rejected=rejected)
    return frame.between + end + frame.after


def _files(people: People, rows: Sequence[Checked]) -> dict[Format, str]:
    """The list with its answers as a file of each format, as an address that holds it."""
    return {format: _address(format, people, rows) for format in MEDIA}


def _address(format: Format, people: People, rows: Sequence[Checked]) -> str:
    file = io.BytesIO()
    write_sheet(file, format, columns_of(people), (row.values for row in rows))
    return f"data:{MEDIA[format]};base64,{b64encode(file.getvalue()).decode()}"
