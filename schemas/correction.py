"""Maintainers' changes of a record: corrections, redactions, and what stays of a record that is taken away."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from schemas.base import Contract, Kind, OptionalLine
from schemas.document import Document

FieldPath = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$", max_length=200),
    Field(description="dotted path"),
]


class Correction(Contract):
    """Facts to set by dotted path; `null` removes one. Cited as the maintainer's statement, or as `document`."""

    set: Annotated[dict[FieldPath, JsonValue], Field(min_length=1, max_length=100)]
    document: Document | None = None
    reason: OptionalLine = None


class Redaction(Contract):
    """What must no longer be shown, in any version: dotted paths, or all of the record."""

    fields: Annotated[tuple[FieldPath, ...], Field(min_length=1, max_length=100)] | Literal["all"]
    reason: OptionalLine = None


class StateChange(Contract):
    """A record after it was withdrawn, restored or redacted."""

    id: str
    version: int
    state: Literal["published", "withdrawn"]
    fields: Annotated[tuple[str, ...] | None, Field(description="what was redacted; `*` for all")] = None


class Tombstone(Contract):
    """What may still be said of a record that was withdrawn or redacted whole; in the 410 answer's `tombstone`."""

    id: str
    kind: Kind
    version: int
    state: Literal["withdrawn"]
    redacted: tuple[str, ...] | None = None
    updated_at: str
