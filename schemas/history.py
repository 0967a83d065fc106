"""What a record said before."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue, RootModel

from schemas.base import Contract


class Version(Contract):
    """One version: who wrote it, when, what for, and which fields changed."""

    version: int
    at: Annotated[str, Field(description="RFC 3339, UTC")]
    by: str
    cause: Annotated[str, Field(description="the verb: report, correction, merge, undo_merge, split, rules …")]
    reason: str | None = None
    state: str
    changed: tuple[str, ...] = ()
    rules: str | None = None


class Versions(Contract):
    """One page of versions, oldest first."""

    items: tuple[Version, ...]
    next: str | None = None
    total: int | None = None


class Step(Contract):
    """One operation of a JSON Patch (RFC 6902)."""

    op: Literal["add", "remove", "replace", "move", "copy", "test"]
    path: str
    from_: Annotated[str | None, Field(alias="from")] = None
    value: JsonValue = None


class Diff(RootModel[tuple[Step, ...]]):
    """A JSON Patch that makes the later version out of the earlier one."""
