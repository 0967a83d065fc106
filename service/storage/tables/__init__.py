"""The tables of the registry (SQLModel). Table models are not wire schemas: rows are built from validated data only."""

from service.storage.tables.columns import table
from service.storage.tables.identity import (
    AssignmentRow,
    JudgementReportRow,
    JudgementRow,
    LinkRow,
    MergeRow,
    SplitRow,
    SuggestionRow,
)
from service.storage.tables.operations import (
    ClockRow,
    CourtRow,
    IdempotencyRow,
    KeyRow,
    LoadRow,
    RequestRow,
    SessionRow,
)
from service.storage.tables.records import CandidateRow, ChangeRow, RecordRow, RedactionRow, VersionRow
from service.storage.tables.sources import DocumentRow, ReportRow, SourceRow, TallyRow
from service.storage.tables.webhooks import DeliveryRow, WebhookRow

__all__ = [
    "AssignmentRow",
    "CandidateRow",
    "ChangeRow",
    "ClockRow",
    "CourtRow",
    "DeliveryRow",
    "DocumentRow",
    "IdempotencyRow",
    "JudgementReportRow",
    "JudgementRow",
    "KeyRow",
    "LinkRow",
    "LoadRow",
    "MergeRow",
    "RecordRow",
    "RedactionRow",
    "ReportRow",
    "RequestRow",
    "SessionRow",
    "SourceRow",
    "SplitRow",
    "SuggestionRow",
    "TallyRow",
    "VersionRow",
    "WebhookRow",
    "table",
]
