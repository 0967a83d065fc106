"""Somebody asks for a correction or a removal; private, and answered with a receipt."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Contract, Line, Note, Optional_, OptionalLine
from schemas.merge import RecordId

RequestType = Literal["correction", "removal"]
RequestState = Literal["open", "accepted", "declined"]


class NewRequest(Contract):
    """What is asked for; a way to answer may be left, and is shown to maintainers only."""

    type: RequestType = "correction"
    record_id: Annotated[RecordId | None, Optional_] = None
    message: Note
    contact: OptionalLine = None


class Receipt(Contract):
    """That the request arrived; the id is all the asker needs to refer to it."""

    id: str
    state: RequestState
    received_at: Annotated[str, Field(description="RFC 3339, UTC")]


class Request(NewRequest):
    """A request as maintainers see it."""

    id: str
    state: RequestState
    received_at: str
    resolved_at: str | None = None
    resolved_by: str | None = None
    resolution: str | None = None


class Requests(Contract):
    """One page of requests, oldest first."""

    items: tuple[Request, ...]
    next: str | None = None
    total: int | None = None


class Resolution(Contract):
    """What became of a request, and why."""

    state: Literal["accepted", "declined"]
    resolution: Line
