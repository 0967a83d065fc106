"""What the documentation shows of each problem."""

from typing import Any, Final

from service.errors import (
    Busy,
    Conflict,
    FieldError,
    Forbidden,
    Gone,
    NotFound,
    PoimennoError,
    PreconditionRequired,
    RangeNotSatisfiable,
    Stale,
    TooLarge,
    TooMany,
    Unauthorized,
    Unprocessable,
    Unreadable,
    UnsupportedMedia,
)
from service.http.examples.people import SOLDIER
from service.http.problems import INTERNAL, MEDIA_TYPE, problem, problem_of

_TOMBSTONE: Final = {
    "id": SOLDIER, "kind": "casualty", "version": 4, "state": "withdrawn", "updated_at": "2024-06-05T09:30:00Z",
}  # fmt: skip
_ERRORS: Final[dict[int, tuple[str, PoimennoError]]] = {
    400: ("Unreadable", Unreadable("Not JSON: Expecting value at line 1, column 1.")),
    401: ("No key, or not a valid one", Unauthorized()),
    403: ("The key lacks the scope", Forbidden("This needs a key with the scope `review`.")),
    404: ("Nothing under this id", NotFound()),
    409: ("The registry's state forbids it", Conflict(about={"decision": "jdg-5t1z7c9f3h"})),
    410: ("Withdrawn or redacted whole", Gone(_TOMBSTONE)),
    412: ("Changed since it was read", Stale()),
    413: ("More than 16 MB", TooLarge()),
    415: ("Not JSON by its media type", UnsupportedMedia()),
    416: ("The file has no such bytes", RangeNotSatisfiable(52_100)),
    422: (
        "Readable, and wrong",
        Unprocessable("/query/limit: unknown parameter", errors=[FieldError("/query/limit", "unknown parameter")]),
    ),
    428: ("`If-Match` is missing", PreconditionRequired()),
    429: ("Too many at once; `Retry-After` says when to ask again", TooMany()),
    503: ("Database away or busy; `Retry-After` says when to ask again", Busy()),
}


def problem_example(status: int, path: str) -> dict[str, Any]:
    """The OpenAPI response object of a problem with this status on this route."""
    if status == 500:
        description = "Our mistake; the reference finds it in the log"
        members = problem(INTERNAL, "Something went wrong on our side.", path, reference="9f3c0d…")
    else:
        description, error = _ERRORS[status]
        members = problem_of(error, path)
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": members}}
    return {"description": description, "content": content}
