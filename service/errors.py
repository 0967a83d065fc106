# ruff: noqa: N818 - an error is named by what happened (`Gone`, `Stale`), as in the contract's list of statuses
"""What can go wrong, as typed errors raised where it is noticed; no HTTP in them.

`service.http.problems` holds the one table that turns them into problem documents; the command line prints `detail`.
A `detail` is one sentence for the person who sent the request. It never carries a name, a query or a secret.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong place in what was sent: an RFC 6901 JSON Pointer (`""` is the whole) and what is wrong in words."""

    pointer: str
    detail: str

    def as_dict(self) -> dict[str, str]:
        """As the contract's `errors` list has it."""
        return {"pointer": self.pointer, "detail": self.detail}


class PoimennoError(Exception):
    """Base of all; `detail` is a sentence for the sender."""

    default = "The request can't be carried out."

    def __init__(self, detail: str | None = None) -> None:
        self.detail = detail or self.default
        super().__init__(self.detail)


class BadInput(PoimennoError):
    """What was sent can't be taken; `errors` names each place that is known."""

    def __init__(self, detail: str | None = None, *, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(detail)
        self.errors = tuple(errors)

    @classmethod
    def at(cls, pointer: str, detail: str) -> Self:
        """The error of one place, e.g. `Unprocessable.at("/set/died", "2022-13 is not a date")`."""
        return cls(detail, errors=[FieldError(pointer, detail)])


class Unreadable(BadInput):
    """Not text or not JSON at all, or text that can't be kept. In a list of reports an instance stands for the one
    item that cannot be read, and its places lie within that item.
    """

    default = "The body can't be read as JSON."


class Unprocessable(BadInput):
    """Readable, but wrong."""

    default = "Some values can't be accepted."


class Unauthorized(PoimennoError):
    """No key, or one that is unknown or revoked."""

    default = "This needs an API key: send it as `Authorization: Bearer pmn_…`."


class Forbidden(PoimennoError):
    """The key is known but may not do this."""

    default = "This key may not do that."


class NotFound(PoimennoError):
    """Nothing has that id, or nothing that the asker may know of."""

    default = "There is nothing under this id."


class Gone(PoimennoError):
    """The record was withdrawn or redacted whole; `tombstone` is what may still be said of it (JSON-ready).

    `etag` is the quoted tag of the current version, which `restore` has to name.
    """

    default = "This record was withdrawn."

    def __init__(self, tombstone: Mapping[str, object], detail: str | None = None, *, etag: str | None = None) -> None:
        super().__init__(detail)
        self.tombstone = dict(tombstone)
        self.etag = etag


class MergedAway(PoimennoError):
    """The record was merged into another; `target` is the id of the record that survives today, `kind` its kind."""

    default = "This record was merged into another."

    def __init__(self, target: str, kind: str, detail: str | None = None) -> None:
        super().__init__(detail or f"This record was merged into {target}.")
        self.target = target
        self.kind = kind


class Conflict(PoimennoError):
    """The state of the registry forbids it; `about` names what stands in the way (`{"decision": "sug-…"}`)."""

    default = "The registry's present state does not allow this."

    def __init__(self, detail: str | None = None, *, about: Mapping[str, object] | None = None) -> None:
        super().__init__(detail)
        self.about = dict(about or {})


class Stale(PoimennoError):
    """The version named is no longer the current one."""

    default = "The record has changed since you read it; read it again and repeat the change."


class PreconditionRequired(PoimennoError):
    """A change that must name the version it was made from came without one."""

    default = "This change needs `If-Match` with the ETag of the version that you read."


class Busy(PoimennoError):
    """The database is away or the writers' queue too long; worth trying again after `retry_after` seconds."""

    default = "The registry is busy or its database can't be reached; try again shortly."

    def __init__(self, detail: str | None = None, *, retry_after: int = 2) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class TooMany(PoimennoError):
    """Too many requests of one kind; worth trying again after `retry_after` seconds."""

    default = "Too many requests; slow down."

    def __init__(self, detail: str | None = None, *, retry_after: int = 60) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class TooLarge(PoimennoError):
    """More was sent than one request may hold."""

    default = "The body is too large."


class RangeNotSatisfiable(PoimennoError):
    """The bytes asked for lie beyond the end; `size` is how many there are."""

    default = "The file has no such bytes."

    def __init__(self, size: int) -> None:
        super().__init__(f"The file has {size} bytes.")
        self.size = size


class UnsupportedMedia(PoimennoError):
    """The body's type or encoding is not one that is read here."""

    default = "Send `application/json`."


class IdempotencyMismatch(PoimennoError):
    """The same idempotency key came with another body."""

    default = "This Idempotency-Key was used with another body; take a new key for a new request."


class IdempotencyInFlight(PoimennoError):
    """The first request under this idempotency key has not finished."""

    default = "The first request with this Idempotency-Key is still running; ask again shortly."


class Replay(Exception):
    """Not a failure: the request was answered before under its idempotency key, with this status and JSON body."""

    def __init__(self, status: int, body: Mapping[str, object]) -> None:
        super().__init__(f"answered before with {status}")
        self.status = status
        self.body = body
