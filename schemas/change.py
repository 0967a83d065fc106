"""The change feed as it is sent."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Contract, Kind
from schemas.record import CaseRecord, CasualtyRecord, Tombstone

ChangeType = Literal["published", "updated", "merged", "withdrawn", "restored", "redacted"]


class Change(Contract):
    """One change of one record; `record` is there when it was asked for."""

    seq: Annotated[int, Field(description="only grows; its place in the feed")]
    type: ChangeType
    id: str
    kind: Kind
    version: int
    merged_into: str | None = None
    record: CasualtyRecord | CaseRecord | Tombstone | None = None


class Changes(Contract):
    """One page of the feed; `next` is a cursor also when nothing is new, `more` whether the next page has something."""

    changes: tuple[Change, ...]
    next: str
    more: bool
