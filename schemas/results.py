"""What a batch of reports is answered with."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Contract, OptionalLine
from schemas.problem import Problem

Outcome = Literal["created", "attached", "superseded", "unchanged", "rejected"]


class ReportResult(Contract):
    """What became of one report, in the order sent."""

    index: Annotated[int, Field(ge=0, description="place in the batch, from 0; blank NDJSON lines don't count")]
    outcome: Outcome
    report_id: str | None = None
    record_id: str | None = None
    suggestions: Annotated[tuple[str, ...], Field(description="pairs for a maintainer to decide")] = ()
    suggested_records: Annotated[tuple[str, ...], Field(description="the other record of each of these pairs")] = ()
    same_record_as: Annotated[
        tuple[str, ...],
        Field(description="of a new report: your other external ids whose reports lie in its record, ten at most"),
    ] = ()
    warnings: Annotated[tuple[str, ...], Field(description="doubts that did not stop the report, in words")] = ()
    problem: Problem | None = None


class BatchAnswer(Contract):
    """One result for each report of the batch."""

    results: tuple[ReportResult, ...]


class Reason(Contract):
    """Why something is done; kept in the history."""

    reason: OptionalLine = None


class ReportState(Contract):
    """A report that was taken back or brought back."""

    report_id: str
    record_id: str | None = None
    retracted: bool


class DocumentState(Contract):
    """A document that was retracted or brought back, and the records that changed by it."""

    document_id: str
    retracted: bool
    records: tuple[str, ...] = ()
