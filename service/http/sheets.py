"""Sheets sent over HTTP: raw under their media type, or as the one file of a form; how they are told apart, and how
many of them a process checks at a time.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from email.message import Message
from pathlib import Path
from typing import Final

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from schemas.exports.sheet import MEDIA, Format
from service.errors import TooMany, Unprocessable, Unreadable, UnsupportedMedia
from service.http.body import LARGEST_BODY
from service.usecases.check_names import People, read_people

MULTIPART: Final = "multipart/form-data"
_TAKEN: Final = (*MEDIA.values(), "application/csv", "text/tab-separated-values", "text/plain",
                 "application/octet-stream", "application/vnd.ms-excel")  # fmt: skip
_ZIP: Final = b"PK\x03\x04"

MOST_ROWS: Final = 10_000
BATCH: Final = 50
"""Rows looked up between two moments in which others are answered."""
_AT_ONCE: Final = 2
"""Sheets that one process checks at a time; each takes a core for a while."""
_places = asyncio.BoundedSemaphore(_AT_ONCE)


@asynccontextmanager
async def a_place() -> AsyncIterator[None]:
    """Held while a sheet is checked; waits until there is one."""
    async with _places:
        yield


def refuse_when_full() -> None:
    """Raise TooMany when all places are taken, so that who asks need not wait unknowing."""
    if _places.locked():
        raise TooMany("Other sheets are being checked; try again shortly.", retry_after=10)


async def people_in(
    body: bytes, named: Mapping[str, str], sheet: str | None = None, charset: str | None = None
) -> People:
    """The people of a sheet. Raises as `read_people` does."""
    return await asyncio.to_thread(_people, body, named, sheet, charset)


def _people(body: bytes, named: Mapping[str, str], sheet: str | None, charset: str | None) -> People:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, f"sheet.{format_of(body)}")
        path.write_bytes(body)
        return read_people(path, named=named, sheet=sheet, encoding=charset, most=MOST_ROWS)


async def read_sheet(request: Request) -> tuple[bytes, str | None]:
    """The bytes of the sheet, and its charset where the request names one.

    Raises UnsupportedMedia; Unreadable for a form that can't be read, Unprocessable for one without its one file.
    """
    header = Message()
    header["content-type"] = request.headers.get("content-type") or "none/none"
    media = header.get_content_type()
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMedia("Send the body uncompressed.")
    if media == MULTIPART:
        return await _file_of_form(request), None
    if media not in _TAKEN:
        raise UnsupportedMedia(f"Send {', '.join(f'`{one}`' for one in MEDIA.values())} or `{MULTIPART}`.")
    body = await request.body()
    if not body:
        raise Unprocessable.at("", "the body is empty; send a CSV or XLSX file")
    charset = header.get_param("charset")
    return body, str(charset) if charset else None


def format_of(body: bytes) -> Format:
    """A workbook is a ZIP archive; anything else is read as text."""
    return "xlsx" if body.startswith(_ZIP) else "csv"


async def _file_of_form(request: Request) -> bytes:
    try:
        async with request.form(max_files=1, max_fields=0, max_part_size=LARGEST_BODY) as form:
            files = [one for one in form.values() if isinstance(one, UploadFile)]
            if len(files) != 1:
                raise Unprocessable.at("", "the form has to hold one file; columns are named in the address")
            return await files[0].read()
    except HTTPException as error:
        raise Unreadable(f"The form can't be read: {error.detail}") from error
