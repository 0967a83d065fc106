"""The outermost door: one pure ASGI application around all routes.

It counts each request, logs changes and failures, adds the headers that every answer carries, answers what nobody
foresaw, lets `HEAD` ask what `GET` would answer, and serves the hottest read, a record as it stands, without the
framework.
"""

from time import perf_counter
from typing import Any, Final

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import MergedAway
from service.http.answers import http_date
from service.http.metrics import observe
from service.http.preconditions import not_modified
from service.http.problems import answer_to
from service.usecases.read_record import Served, read_current

Headers = list[tuple[bytes, bytes]]

SECURE: Final[Headers] = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]
HEAD: Final = "poimenno.head"
"""Set in the scope of a `HEAD`, which the routes see as a `GET`, for those whose answer is long."""
_HOT: Final = {"/v1/casualties/cas-": "casualty", "/v1/cases/case-": "case"}
_HOT_ROUTES: Final = {"casualty": "/v1/casualties/{id}", "case": "/v1/cases/{id}"}
_LONGEST_ID: Final = 45
_CLIENT_LEFT: Final = 499
# Reads that went well are counted and timed in the metrics; a line for each would cost a tenth of the reading.
_WORTH_A_LINE: Final = 400
_READING: Final = frozenset({"GET", "HEAD"})

_log = structlog.get_logger("poimenno.access")


class Gate:
    """See the module. `public_read`: whether records are read without a key."""

    def __init__(self, app: ASGIApp, *, public_read: bool) -> None:
        self.app = app
        self.public_read = public_read

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = perf_counter()
        status = await self._hot(scope, send) if self.public_read else 0
        if status:
            route = _HOT_ROUTES[scope["hot"]]
        else:
            passage = Passage(self.app, scope, send)
            status = await passage.pass_on(receive)
            route = passage.route
        seconds = perf_counter() - started
        observe(scope["method"], route, status, seconds)
        if status >= _WORTH_A_LINE or scope["method"] not in _READING:
            _log.info("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 2))

    async def _hot(self, scope: Scope, send: Send) -> int:
        """Answer `GET` of a record as it stands, asked without key or parameters; 0 when it is anything else."""
        asked = _hot_record(scope)
        if asked is None:
            return 0
        kind, id_, if_none_match = asked
        try:
            served = await read_current(scope["app"].state.db, kind=kind, id=id_)
        except MergedAway:
            return 0
        except Exception as error:
            response = answer_to(error, scope["path"]).response()
            response.raw_headers.extend(SECURE)
            await response(scope, _nothing_more, send)
            return response.status_code
        return await _send_record(served, if_none_match, send)


def _hot_record(scope: Scope) -> tuple[str, str, str | None] | None:
    if scope["method"] != "GET" or scope["query_string"]:
        return None
    path: str = scope["path"]
    prefix, dash, rest = path.partition("-")
    kind = _HOT.get(prefix + dash)
    if kind is None or not (rest.isalnum() and rest.isascii() and rest.islower() | rest.isdigit()):
        return None
    if_none_match = None
    for name, value in scope["headers"]:
        if name == b"authorization":
            return None
        if name == b"if-none-match":
            if_none_match = value.decode("latin-1")
    scope["hot"] = kind
    return kind, path[path.rindex("/") + 1 :], if_none_match


async def _send_record(served: Served, if_none_match: str | None, send: Send) -> int:
    headers = [
        (b"etag", served.etag.encode()),
        (b"last-modified", http_date(served.last_modified).encode()),
        (b"cache-control", b"no-cache"),
        *SECURE,
    ]
    if not_modified(if_none_match, served.etag):
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return 304
    headers += [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(served.body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": served.body})
    return 200


async def _nothing_more() -> Message:
    return {"type": "http.disconnect"}


class Passage:
    """One request on its way through the routes, and what is noted of its answer."""

    def __init__(self, app: ASGIApp, scope: Scope, send: Send) -> None:
        self._app = app
        self._is_head = scope["method"] == "HEAD"
        self._scope: Any = {**scope, "method": "GET", HEAD: True} if self._is_head else scope
        self._send = send
        self._status = 0

    @property
    def route(self) -> str:
        """The template of the route that answered; `-` when there was none."""
        return getattr(self._scope.get("route"), "path_format", "-")

    async def pass_on(self, receive: Receive) -> int:
        """Let the routes answer; the status that went out."""
        try:
            await self._app(self._scope, receive, self._send_on)
        except ClientDisconnect:
            return self._status or _CLIENT_LEFT
        except Exception as error:
            answer = answer_to(error, self._scope["path"])
            if self._status:
                # The answer can't be taken back; the server cuts the connection, so that it isn't taken for whole.
                raise RuntimeError("an answer was cut short; the log above says where") from None
            await answer.response()(self._scope, receive, self._send_on)
        return self._status

    async def _send_on(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            given = {name for name, _ in message["headers"]}
            message["headers"] = [*message["headers"], *(pair for pair in SECURE if pair[0] not in given)]
        elif self._is_head:
            message = {**message, "body": b""}
        await self._send(message)
