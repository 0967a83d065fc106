"""The one table that turns errors into problem documents (RFC 9457).

Every error answer of the service is made here, for routers, middleware and the hot path alike; none carries a stack
trace, and none is HTML. `pointer` in `errors` is a JSON Pointer into the body; other parts of the request have a
first step of their own: `/query/limit`, `/header/If-Match`.
"""

import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

import structlog
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from schemas.problem import FieldProblem, as_problems, own, pointer
from schemas.wording import in_words
from service import errors
from service.http.json_out import dump
from service.http.outages import is_outage

MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:poimenno:problem:"

Known = tuple[int, str, str]

# status, last part of `type`, title
STATUSES: Final[Mapping[type[Exception], Known]] = {
    errors.Unreadable: (400, "unreadable", "Unreadable request"),
    errors.Unauthorized: (401, "unauthorized", "No valid API key"),
    errors.Forbidden: (403, "forbidden", "Not allowed with this key"),
    errors.NotFound: (404, "not-found", "Not found"),
    errors.Conflict: (409, "conflict", "Conflict with the registry's state"),
    errors.MergedAway: (409, "merged", "Merged into another record"),  # of a change; who reads is sent on
    errors.IdempotencyInFlight: (409, "idempotency-in-flight", "First request still running"),
    errors.Gone: (410, "gone", "Withdrawn"),
    errors.Stale: (412, "stale", "Changed since you read it"),
    errors.TooLarge: (413, "too-large", "Too large"),
    errors.UnsupportedMedia: (415, "unsupported-media-type", "Unsupported media type"),
    errors.RangeNotSatisfiable: (416, "range-not-satisfiable", "Range not satisfiable"),
    errors.Unprocessable: (422, "invalid", "Values not accepted"),
    errors.IdempotencyMismatch: (422, "idempotency-mismatch", "Idempotency key used for another body"),
    errors.PreconditionRequired: (428, "precondition-required", "If-Match required"),
    errors.TooMany: (429, "too-many-requests", "Too many requests"),
    errors.Busy: (503, "busy", "Busy"),
    errors.PoimennoError: (422, "refused", "Refused"),
}
METHOD_NOT_ALLOWED: Final[Known] = (405, "method-not-allowed", "Method not allowed")
INTERNAL: Final[Known] = (500, "internal", "Internal error")

_log = structlog.get_logger("poimenno.errors")


@dataclass(frozen=True, slots=True)
class Answer:
    """A problem ready to be sent: its status, its members, and the headers that belong to it."""

    status: int
    members: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """The answer as `application/problem+json`."""
        return Response(dump(self.members), self.status, dict(self.headers), MEDIA_TYPE)


def problem(known: Known, detail: str, path: str | None = None, **more: Any) -> dict[str, Any]:
    """The members of a problem document; `more` are extension members, left out when None."""
    status, name, title = known
    members = {"type": TYPE_PREFIX + name, "title": title, "status": status, "detail": detail}
    if path is not None:
        members["instance"] = quote(path, safe="/:@!$&'()*+,;=~-._")
    return members | {key: value for key, value in more.items() if value is not None}


def problem_of(error: errors.PoimennoError, path: str | None = None) -> dict[str, Any]:
    """The problem document of a typed error; also what a rejected item of a batch carries in its place."""
    found = [one.as_dict() for one in error.errors] if isinstance(error, errors.BadInput) else []
    return problem(_known(error), error.detail, path, errors=found or None, **_more(error))


def answer_to(error: Exception, path: str) -> Answer:
    """How any exception is answered; one that nobody foresaw is logged under a reference that the answer gives."""
    if isinstance(error, RequestValidationError):
        return _invalid(error, path)
    if isinstance(error, HTTPException):
        return _of_framework(error, path)
    if not isinstance(error, errors.PoimennoError):
        if not is_outage(error):
            return _unforeseen(error, path)
        _log.warning("database.away", error=type(error).__name__)
        error = errors.Busy()
    members = problem_of(error, path)
    return Answer(members["status"], members, dict(_headers(error)))


def _known(error: Exception) -> Known:
    return next(STATUSES[one] for one in type(error).__mro__ if one in STATUSES)


def _more(error: Exception) -> Mapping[str, Any]:
    if isinstance(error, errors.Gone):
        return {"tombstone": error.tombstone}
    if isinstance(error, errors.MergedAway):
        return {"merged_into": error.target}
    return error.about if isinstance(error, errors.Conflict) else {}


def _headers(error: errors.PoimennoError) -> Iterator[tuple[str, str]]:
    if isinstance(error, errors.Unauthorized):
        yield "WWW-Authenticate", 'Bearer realm="poimenno"'
    if isinstance(error, errors.Forbidden):
        yield "WWW-Authenticate", 'Bearer realm="poimenno", error="insufficient_scope"'
    if isinstance(error, errors.Busy | errors.TooMany):
        yield "Retry-After", str(error.retry_after)
    if isinstance(error, errors.RangeNotSatisfiable):
        yield "Content-Range", f"bytes */{error.size}"
    if isinstance(error, errors.IdempotencyInFlight):
        yield "Retry-After", "1"
    if isinstance(error, errors.Gone):
        yield "Cache-Control", "no-cache"
        if error.etag:
            yield "ETag", error.etag


def _invalid(error: RequestValidationError, path: str) -> Answer:
    """422; but a path that no id can have is 404, as there is nothing under it."""
    found = error.errors()
    if any(one["loc"][0] == "path" for one in found):
        return answer_to(errors.NotFound(), path)
    body = ((tuple(one["loc"][1:]), in_words(one)) for one in own(found) if one["loc"][0] == "body")
    places = list(as_problems(body, error.body))
    for one in found:
        if one["loc"][0] != "body":
            places.append(FieldProblem(pointer=pointer(one["loc"]), detail=in_words(one)))
    members = problem(
        STATUSES[errors.Unprocessable],
        "; ".join(f"{place.pointer or 'the body'}: {place.detail}" for place in places[:3]),
        path,
        errors=[place.model_dump() for place in places],
    )
    return Answer(422, members)


def _of_framework(error: HTTPException, path: str) -> Answer:
    headers = dict(error.headers or {})
    if error.status_code == 405:
        return Answer(405, problem(METHOD_NOT_ALLOWED, "This address does not take that method.", path), headers)
    if error.status_code == 404:
        return Answer(404, problem(STATUSES[errors.NotFound], "There is nothing at this address.", path), headers)
    for kind, known in STATUSES.items():
        if known[0] == error.status_code and issubclass(kind, errors.PoimennoError):
            return Answer(known[0], problem(known, kind.default, path), headers)
    return Answer(error.status_code, problem((error.status_code, "http", "Refused"), error.detail, path), headers)


def _unforeseen(error: Exception, path: str) -> Answer:
    """500. The log has where it happened, and not the message, which may quote a name or a query."""
    reference = uuid4().hex
    code = getattr(getattr(error, "orig", error), "sqlstate", None)
    _log.error("unforeseen", reference=reference, error=type(error).__qualname__, sqlstate=code, frames=_frames(error))
    detail = f"Something went wrong on our side; name the reference {reference} when you report it."
    return Answer(500, problem(INTERNAL, detail, path, reference=reference))


def _frames(error: Exception) -> list[str]:
    """Where in our own code the error passed, and where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames[:-1] if "site-packages" not in frame.filename]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in (*ours, *frames[-1:])]
