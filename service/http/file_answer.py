"""Answering with an export: whole, a part of it (RFC 9110 §14), or as it grows.

What is sent while the file grows has no length; should it never become whole, the connection is cut, so that nobody
takes what came for all of it.
"""

import re
from base64 import b64encode
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from typing import Final

from fastapi import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from service.errors import RangeNotSatisfiable
from service.http.answers import REVALIDATE
from service.http.gate import HEAD
from service.http.preconditions import not_modified
from service.usecases.export_file import Made, Making

CURSOR: Final = "Poimenno-Cursor"
COUNT: Final = "Poimenno-Count"
_RANGE: Final = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{1,18})?|-([0-9]{1,18}))")


class FileAnswer(Response):
    """An answer whose body comes in chunks."""

    def __init__(self, chunks: Callable[[], AsyncGenerator[bytes]], status: int, headers: Mapping[str, str]) -> None:
        super().__init__(None, status, headers)
        if "content-length" not in headers:
            del self.headers["content-length"]
        self._chunks = chunks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; to a `HEAD` the headers alone."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        if HEAD not in scope:
            async with aclosing(self._chunks()) as chunks:
                async for chunk in chunks:
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def asks_for_part(request: Request) -> bool:
    """Whether a part is asked for that can be told: one range of bytes. Others are answered with the whole."""
    return _RANGE.fullmatch(request.headers.get("range", "")) is not None


async def answer_export(request: Request, export: Made | Making, name: str, media: str) -> Response:
    """The export, a part of it, or 304 when the asker holds it. Raises RangeNotSatisfiable."""
    headers = {
        "etag": export.etag, CURSOR.lower(): export.cursor, "cache-control": REVALIDATE, "accept-ranges": "bytes",
    }  # fmt: skip
    if not_modified(request.headers.get("if-none-match"), export.etag):
        return Response(status_code=304, headers=headers)
    headers |= {"content-type": media, "content-disposition": f'attachment; filename="{name}"'}
    if asks_for_part(request) and request.headers.get("if-range", export.etag) == export.etag:
        return _part(request.headers["range"], await export.made(), headers)
    if isinstance(export, Making):
        return FileAnswer(export.chunks, 200, headers)
    headers |= {"content-length": str(export.size), "repr-digest": _digest(export), COUNT.lower(): str(export.count)}
    return FileAnswer(export.chunks, 200, headers)


def _part(asked: str, made: Made, headers: Mapping[str, str]) -> Response:
    start, end = _span(asked, made.size)
    told = {"content-range": f"bytes {start}-{end - 1}/{made.size}", "content-length": str(end - start)}
    return FileAnswer(lambda: made.chunks(start, end), 206, {**headers, **told, "repr-digest": _digest(made)})


def _span(asked: str, size: int) -> tuple[int, int]:
    """The bytes of a `Range` that `asks_for_part`: the first, and that after the last."""
    found = _RANGE.fullmatch(asked)
    first, last, suffix = found.groups() if found else ("0", None, None)
    start = max(0, size - int(suffix)) if suffix else int(first)
    end = min(size, int(last) + 1) if last else size
    if start >= end:
        raise RangeNotSatisfiable(size)
    return start, end


def _digest(made: Made) -> str:
    """RFC 9530."""
    return f"sha-256=:{b64encode(bytes.fromhex(made.sha256)).decode()}:"
