"""Who is who: merges, splits, judgements, suggestions, links, and the defendants of a case."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from service.storage.tables.columns import TEXT, instant, json_column, record_key, texts


class MergeRow(SQLModel, table=True):
    """An edge from the absorbed record to the surviving one; `labels` maps the absorbed case's defendants."""

    __tablename__ = "merge"
    __table_args__ = (Index("uq_merge_active", "absorbed", unique=True, postgresql_where=text("undone_at IS NULL")),)
    id: str = Field(primary_key=True, sa_type=TEXT)
    survivor: str = Field(sa_type=TEXT, foreign_key="record.id", index=True)
    absorbed: str = Field(sa_type=TEXT, foreign_key="record.id", index=True)
    labels: dict[str, str] = json_column()
    judgement_id: str | None = Field(default=None, sa_type=TEXT)
    by: str = Field(sa_type=TEXT)
    at: datetime = instant()
    reason: str | None = Field(default=None, sa_type=TEXT)
    undone_at: datetime | None = instant(nullable=True)
    undone_by: str | None = Field(default=None, sa_type=TEXT)
    undone_why: str | None = Field(default=None, sa_type=TEXT)


class SplitRow(SQLModel, table=True):
    """Reports moved out of a record into a base of their own.

    `moved` maps each to what undoing gives back: its `base`, and of its defendants, by index, the labels in that base's
    case (`own`) and in the `whole`, which are never given to anybody else there.
    """

    __tablename__ = "split"
    id: str = Field(primary_key=True, sa_type=TEXT)
    record_id: str = Field(sa_type=TEXT, foreign_key="record.id", index=True)
    new_record_id: str = record_key(index=True)
    moved: dict[str, dict[str, Any]] = json_column()
    judgement_id: str = Field(sa_type=TEXT, foreign_key="judgement.id")
    by: str = Field(sa_type=TEXT)
    at: datetime = instant()
    reason: str | None = Field(default=None, sa_type=TEXT)
    undone_at: datetime | None = instant(nullable=True)
    undone_by: str | None = Field(default=None, sa_type=TEXT)


class JudgementRow(SQLModel, table=True):
    """Someone's word on whether two sets of reports speak of one person."""

    __tablename__ = "judgement"
    id: str = Field(primary_key=True, sa_type=TEXT)
    verdict: str = Field(sa_type=TEXT)
    by: str = Field(sa_type=TEXT)
    at: datetime = instant(index=True)
    reason: str | None = Field(default=None, sa_type=TEXT)
    undone_at: datetime | None = instant(nullable=True)
    undone_by: str | None = Field(default=None, sa_type=TEXT)


class JudgementReportRow(SQLModel, table=True):
    """A report on one side of a judgement."""

    __tablename__ = "judgement_report"
    judgement_id: str = Field(primary_key=True, sa_type=TEXT, foreign_key="judgement.id")
    report_id: str = Field(primary_key=True, sa_type=TEXT, foreign_key="report.id", index=True)
    side: str = Field(sa_type=TEXT)


class AssignmentRow(SQLModel, table=True):
    """Which defendant of its base's case a report's n-th defendant is."""

    __tablename__ = "assignment"
    report_id: str = Field(primary_key=True, sa_type=TEXT, foreign_key="report.id")
    index: int = Field(primary_key=True)
    label: str = Field(sa_type=TEXT)


class SuggestionRow(SQLModel, table=True):
    """Two bases that may be one; the pair shown is that of their roots, so that it outlives merges.

    `value` is what deciding it is worth (`registry/worth.py`), which orders the queue; a new one gets it when its sides
    are published. `earlier` are the judgements *unsure* over which the present one was given, which undoing it gives
    back.
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        Index("uq_suggestion_pair", "left_id", "right_id", unique=True),
        Index("ix_suggestion_open", text("value DESC"), "id", postgresql_where=text("state = 'open'")),
    )
    id: str = Field(primary_key=True, sa_type=TEXT)
    kind: str = Field(sa_type=TEXT)
    left_id: str = record_key()
    right_id: str = record_key(index=True)
    score: float
    value: float = Field(default=0.0, sa_column_kwargs={"server_default": text("0")})
    explanation: list[dict[str, Any]] = json_column()
    model: str = Field(sa_type=TEXT)
    state: str = Field(sa_type=TEXT)
    created_at: datetime = instant()
    judgement_id: str | None = Field(default=None, sa_type=TEXT, foreign_key="judgement.id", index=True)
    earlier: list[str] = texts()
    leased_by: str | None = Field(default=None, sa_type=TEXT)
    leased_until: datetime | None = instant(nullable=True)


class LinkRow(SQLModel, table=True):
    """A relation between two records that are not merged."""

    __tablename__ = "link"
    id: str = Field(primary_key=True, sa_type=TEXT)
    left_id: str = Field(sa_type=TEXT, foreign_key="record.id", index=True)
    right_id: str = Field(sa_type=TEXT, foreign_key="record.id", index=True)
    relation: str = Field(sa_type=TEXT)
    grade: str = Field(sa_type=TEXT)
    by: str = Field(sa_type=TEXT)
    at: datetime = instant()
    reason: str | None = Field(default=None, sa_type=TEXT)
    undone_at: datetime | None = instant(nullable=True)
    undone_by: str | None = Field(default=None, sa_type=TEXT)
