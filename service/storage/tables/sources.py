"""What was published and what it says: sources, documents, reports, and figures."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from service.storage.tables.columns import TEXT, instant, json_column, record_key


class SourceRow(SQLModel, table=True):
    """Who publishes documents."""

    __tablename__ = "source"
    slug: str = Field(primary_key=True, sa_type=TEXT)
    name: str | None = Field(default=None, sa_type=TEXT)
    url: str | None = Field(default=None, sa_type=TEXT)
    official: bool = False
    created_at: datetime = instant()


class DocumentRow(SQLModel, table=True):
    """One cited work; `identity` is its source and canonical URL, or its source, title and date."""

    __tablename__ = "document"
    id: str = Field(primary_key=True, sa_type=TEXT)
    identity: str = Field(sa_type=TEXT, unique=True)
    source: str = Field(sa_type=TEXT, foreign_key="source.slug", index=True)
    type: str = Field(sa_type=TEXT)
    url: str | None = Field(default=None, sa_type=TEXT)
    title: str | None = Field(default=None, sa_type=TEXT)
    published_on: str | None = Field(default=None, sa_type=TEXT)
    retrieved_on: str | None = Field(default=None, sa_type=TEXT)
    archived_url: str | None = Field(default=None, sa_type=TEXT)
    repost_of: str | None = Field(default=None, sa_type=TEXT)
    created_at: datetime = instant()
    retracted_at: datetime | None = instant(nullable=True)
    retracted_by: str | None = Field(default=None, sa_type=TEXT)
    retracted_why: str | None = Field(default=None, sa_type=TEXT)


class ReportRow(SQLModel, table=True):
    """What one document says, as sent; only `base`, the retraction and the successor ever change."""

    __tablename__ = "report"
    __table_args__ = (
        Index(
            "uq_report_head_external", "partner", "external_id", unique=True,
            postgresql_where=text("superseded_by IS NULL AND external_id IS NOT NULL"),
        ),
        Index(
            "uq_report_head_fingerprint", "partner", "fingerprint", unique=True,
            postgresql_where=text("superseded_by IS NULL AND external_id IS NULL"),
        ),
        Index("ix_report_unplaced", "id", postgresql_where=text("base IS NULL AND superseded_by IS NULL")),
    )  # fmt: skip
    id: str = Field(primary_key=True, sa_type=TEXT)
    kind: str = Field(sa_type=TEXT)
    origin: str = Field(sa_type=TEXT)
    partner: str = Field(sa_type=TEXT)
    external_id: str | None = Field(default=None, sa_type=TEXT)
    document_id: str = Field(sa_type=TEXT, foreign_key="document.id", index=True)
    locator: str | None = Field(default=None, sa_type=TEXT)
    based_on: list[dict[str, Any]] = json_column()
    payload: dict[str, Any] = json_column()
    fingerprint: bytes = Field(sa_type=LargeBinary)
    received_at: datetime = instant()
    sent_by: str = Field(sa_type=TEXT)
    supersedes: str | None = Field(default=None, sa_type=TEXT, foreign_key="report.id", index=True)
    superseded_by: str | None = Field(default=None, sa_type=TEXT)
    base: str | None = record_key(nullable=True, index=True)
    retracted_at: datetime | None = instant(nullable=True)
    retracted_by: str | None = Field(default=None, sa_type=TEXT)
    retracted_why: str | None = Field(default=None, sa_type=TEXT)


class TallyRow(SQLModel, table=True):
    """A figure that a source published."""

    __tablename__ = "tally"
    id: str = Field(primary_key=True, sa_type=TEXT)
    document_id: str = Field(sa_type=TEXT, foreign_key="document.id", index=True)
    locator: str | None = Field(default=None, sa_type=TEXT)
    scope: dict[str, Any] = json_column()
    as_of: str = Field(sa_type=TEXT)
    value: int
    qualifier: str = Field(sa_type=TEXT)
    identity: bytes = Field(sa_type=LargeBinary, unique=True)
    by: str = Field(sa_type=TEXT)
    at: datetime = instant()
