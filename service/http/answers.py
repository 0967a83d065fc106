"""Shaping answers: JSON, stored bytes with their tags, pages with their links."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache, partial
from typing import Any, Final, Protocol
from urllib.parse import urlencode

import orjson
from fastapi import Request
from starlette.responses import Response

from service.errors import PoimennoError
from service.http.json_out import dump
from service.http.preconditions import not_modified
from service.http.problems import problem_of

JSON: Final = "application/json"
REVALIDATE: Final = "no-cache"


class Served(Protocol):
    """A stored representation: bytes as they go out, their quoted strong tag, when and as which version they came."""

    @property
    def body(self) -> bytes: ...
    @property
    def etag(self) -> str: ...
    @property
    def last_modified(self) -> datetime: ...
    @property
    def version(self) -> int: ...


def answer(
    value: Any, status: int = 200, headers: Mapping[str, str] | None = None, *, path: str | None = None
) -> Response:
    """`value` as JSON; a typed error in it (of one report, one query) as its problem document, `path` its instance."""
    return Response(dump(value, partial(_problem, path)), status, dict(headers or {}), JSON)


def json_ready(path: str, value: Any) -> Any:
    """`value` as the sender will read it: what an idempotent answer is stored as."""
    return orjson.loads(dump(value, partial(_problem, path)))


def _problem(path: str | None, value: object) -> Any:
    if isinstance(value, PoimennoError):
        return problem_of(value, path)
    raise TypeError(type(value).__name__)


@lru_cache(maxsize=4096)
def http_date(at: datetime) -> str:
    """`at` as RFC 9110 writes dates."""
    return format_datetime(at.astimezone(UTC), usegmt=True)


def answer_served(request: Request, served: Served, *, media: str = JSON) -> Response:
    """The bytes with their validators, or 304 when the asker holds them.

    Caches may keep them, and have to ask each time whether they still hold.
    """
    headers = {
        "ETag": served.etag,
        "Last-Modified": http_date(served.last_modified),
        "Cache-Control": REVALIDATE,
    }
    if request.method == "GET" and not_modified(request.headers.get("if-none-match"), served.etag):
        return Response(status_code=304, headers=headers)
    return Response(served.body, 200, headers, media)


def answer_page(request: Request, body: bytes, next_cursor: str | None) -> Response:
    """A page of a list; its successor is named in `Link` as well (RFC 8288)."""
    return Response(body, 200, _links(request, next_cursor), JSON)


def answer_list(request: Request, page: Mapping[str, Any]) -> Response:
    """A page given as `{"items", "next"}`."""
    return answer_page(request, dump(page), page.get("next"))


def _links(request: Request, cursor: str | None) -> dict[str, str]:
    if cursor is None:
        return {}
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return {"Link": f'<{request.url.path}?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'}
