"""Two records that belong together and yet stay two."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Contract, OptionalLine
from schemas.merge import RecordId

Relation = Literal["same_person", "prior_case", "separated_from"]
Grade = Literal["possible", "confirmed"]


class LinkRequest(Contract):
    """A relation to note on both records."""

    ids: tuple[RecordId, RecordId]
    relation: Relation
    grade: Grade = "possible"
    reason: OptionalLine = None


class Link(Contract):
    """A relation that stands, or stood until `undone_at`."""

    id: str
    ids: Annotated[tuple[str, str], Field(description="the two records")]
    relation: Relation
    grade: Grade
    by: str | None = None
    at: str | None = None
    reason: str | None = None
    undone_at: str | None = None
