"""Joining two records, and taking one apart; both can be undone exactly."""

from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.base import Contract, OptionalLine

RecordId = Annotated[str, StringConstraints(pattern=r"^(cas|case)-[0-9a-z]{4,40}$")]
ReportId = Annotated[str, StringConstraints(pattern=r"^rep-[0-9a-z]{4,40}$")]


class MergeRequest(Contract):
    """Two records that are one; the first named survives."""

    ids: Annotated[tuple[RecordId, RecordId], Field(description="the survivor, then the one that is absorbed")]
    reason: OptionalLine = None


class Merge(Contract):
    """A merge that stands, or stood until `undone_at`."""

    id: str
    survivor: str
    absorbed: str
    by: str | None = None
    at: str | None = None
    reason: str | None = None
    undone_at: str | None = None
    undone_by: str | None = None


class SplitRequest(Contract):
    """The reports that speak of someone else, and become a record of their own."""

    report_ids: Annotated[tuple[ReportId, ...], Field(min_length=1, max_length=1_000)]
    reason: OptionalLine = None


class Split(Contract):
    """A split, the record it made, and the judgement that keeps both apart."""

    id: str
    record_id: str
    new_record_id: str
    judgement_id: str | None = None
    undone: bool | None = None
