"""The tables of the registry (SQLModel). Table models are not wire schemas: rows are built from validated data only."""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, LargeBinary, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER, JSONB
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

INSTANT = DateTime(timezone=True)
# Ids and keys sort by code point on every server, so that pages and exports have one order.
TEXT = Text(collation="C")


def _json(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_type=JSONB, nullable=nullable)


def _texts() -> Any:
    return Field(default_factory=list, sa_type=ARRAY(Text), nullable=False, sa_column_kwargs={"server_default": "{}"})


def _instant(*, nullable: bool = False, index: bool = False) -> Any:
    return Field(default=None, sa_type=INSTANT, nullable=nullable, index=index)


def _record_key(column: str = "record.id", **kwargs: Any) -> Any:
    """A reference to a record that may be written later in the same transaction."""
    return Field(
        default=None,
        sa_type=TEXT,
        sa_column_args=[ForeignKey(column, deferrable=True, initially="DEFERRED")],
        **kwargs,
    )


class ClockRow(SQLModel, table=True):
    """One row: the last number and time of the change log, and the edition of the reference lists; all only grow."""

    __tablename__ = "clock"
    id: int = Field(default=1, primary_key=True)
    seq: int = Field(default=0, sa_type=BigInteger)
    at: datetime = _instant()
    registry_id: str = Field(sa_type=TEXT)
    reference: int = 0


class KeyRow(SQLModel, table=True):
    """An API key, of which only the hash is kept."""

    __tablename__ = "api_key"
    id: str = Field(primary_key=True, sa_type=TEXT)
    name: str = Field(sa_type=TEXT)
    partner: str = Field(sa_type=TEXT, index=True)
    scope: str = Field(sa_type=TEXT)
    hash: bytes = Field(sa_type=LargeBinary, unique=True)
    created_at: datetime = _instant()
    expires_at: datetime | None = _instant(nullable=True)
    revoked_at: datetime | None = _instant(nullable=True)
    last_used_at: datetime | None = _instant(nullable=True)


class SourceRow(SQLModel, table=True):
    """Who publishes documents."""

    __tablename__ = "source"
    slug: str = Field(primary_key=True, sa_type=TEXT)
    name: str | None = Field(default=None, sa_type=TEXT)
    url: str | None = Field(default=None, sa_type=TEXT)
    official: bool = False
    created_at: datetime = _instant()


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
    created_at: datetime = _instant()
    retracted_at: datetime | None = _instant(nullable=True)
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
    based_on: list[dict[str, Any]] = _json()
    payload: dict[str, Any] = _json()
    fingerprint: bytes = Field(sa_type=LargeBinary)
    received_at: datetime = _instant()
    sent_by: str = Field(sa_type=TEXT)
    supersedes: str | None = Field(default=None, sa_type=TEXT, foreign_key="report.id", index=True)
    superseded_by: str | None = Field(default=None, sa_type=TEXT)
    base: str | None = _record_key(nullable=True, index=True)
    retracted_at: datetime | None = _instant(nullable=True)
    retracted_by: str | None = Field(default=None, sa_type=TEXT)
    retracted_why: str | None = Field(default=None, sa_type=TEXT)


class RecordRow(SQLModel, table=True):
    """A person or a case: the current document ready to send, and what lists filter by."""

    __tablename__ = "record"
    __table_args__ = (Index("ix_record_tags", "tags", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),)
    id: str = Field(primary_key=True, sa_type=TEXT)
    kind: str = Field(sa_type=TEXT)
    state: str = Field(sa_type=TEXT)
    version: int
    root_id: str = Field(sa_type=TEXT, index=True)
    document: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = _instant()
    updated_at: datetime = _instant(index=True)
    withdrawn: bool = False
    rules: str = Field(sa_type=TEXT)
    tags: list[str] = _texts()
    review: list[str] = _texts()
    born_from: date | None = None
    born_to: date | None = None
    died_from: date | None = None
    died_to: date | None = None
    event_from: date | None = None
    event_to: date | None = None
    first_reported: date | None = None


class CandidateRow(SQLModel, table=True):
    """What matching reads of a record: blocking keys and profiles. `public_profile` is null when it equals `profile`.

    The index takes new keys at once (no pending list), so that a look-up costs the same at any time.
    """

    __tablename__ = "candidate"
    __table_args__ = (
        Index("ix_candidate_keys", "keys", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
    )
    record_id: str = Field(primary_key=True, sa_type=TEXT, foreign_key="record.id")
    kind: str = Field(sa_type=TEXT)
    public: bool = True
    keys: list[int] = Field(default_factory=list, sa_type=ARRAY(INTEGER), nullable=False)
    profile: bytes = Field(sa_type=LargeBinary)
    public_profile: bytes | None = Field(default=None, sa_type=LargeBinary)


class VersionRow(SQLModel, table=True):
    """Every version of a record; its document is null while it is the current one, which the record holds."""

    __tablename__ = "record_version"
    record_id: str = _record_key(primary_key=True)
    version: int = Field(primary_key=True)
    state: str = Field(sa_type=TEXT)
    cause: str = Field(sa_type=TEXT)
    by: str = Field(sa_type=TEXT)
    at: datetime = _instant()
    reason: str | None = Field(default=None, sa_type=TEXT)
    rules: str = Field(sa_type=TEXT)
    changed: list[str] = _texts()
    document: bytes | None = Field(default=None, sa_type=LargeBinary)


class MergeRow(SQLModel, table=True):
    """An edge from the absorbed record to the surviving one; `labels` maps the absorbed case's defendants."""

    __tablename__ = "merge"
    __table_args__ = (Index("uq_merge_active", "absorbed", unique=True, postgresql_where=text("undone_at IS NULL")),)
    id: str = Field(primary_key=True, sa_type=TEXT)
    survivor: str = Field(sa_type=TEXT, foreign_key="record.id", index=True)
    absorbed: str = Field(sa_type=TEXT, foreign_key="record.id", index=True)
    labels: dict[str, str] = _json()
    judgement_id: str | None = Field(default=None, sa_type=TEXT)
    by: str = Field(sa_type=TEXT)
    at: datetime = _instant()
    reason: str | None = Field(default=None, sa_type=TEXT)
    undone_at: datetime | None = _instant(nullable=True)
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
    new_record_id: str = _record_key(index=True)
    moved: dict[str, dict[str, Any]] = _json()
    judgement_id: str = Field(sa_type=TEXT, foreign_key="judgement.id")
    by: str = Field(sa_type=TEXT)
    at: datetime = _instant()
    reason: str | None = Field(default=None, sa_type=TEXT)
    undone_at: datetime | None = _instant(nullable=True)
    undone_by: str | None = Field(default=None, sa_type=TEXT)


class JudgementRow(SQLModel, table=True):
    """Someone's word on whether two sets of reports speak of one person."""

    __tablename__ = "judgement"
    id: str = Field(primary_key=True, sa_type=TEXT)
    verdict: str = Field(sa_type=TEXT)
    by: str = Field(sa_type=TEXT)
    at: datetime = _instant()
    reason: str | None = Field(default=None, sa_type=TEXT)
    undone_at: datetime | None = _instant(nullable=True)
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
    """Two bases that may be one; the pair shown is that of their roots, so that it outlives merges."""

    __tablename__ = "suggestion"
    __table_args__ = (
        Index("uq_suggestion_pair", "left_id", "right_id", unique=True),
        Index("ix_suggestion_open", text("score DESC"), "id", postgresql_where=text("state = 'open'")),
    )
    id: str = Field(primary_key=True, sa_type=TEXT)
    kind: str = Field(sa_type=TEXT)
    left_id: str = _record_key()
    right_id: str = _record_key(index=True)
    score: float
    explanation: list[dict[str, Any]] = _json()
    model: str = Field(sa_type=TEXT)
    state: str = Field(sa_type=TEXT)
    created_at: datetime = _instant()
    judgement_id: str | None = Field(default=None, sa_type=TEXT, foreign_key="judgement.id", index=True)
    leased_by: str | None = Field(default=None, sa_type=TEXT)
    leased_until: datetime | None = _instant(nullable=True)


class LinkRow(SQLModel, table=True):
    """A relation between two records that are not merged."""

    __tablename__ = "link"
    id: str = Field(primary_key=True, sa_type=TEXT)
    left_id: str = Field(sa_type=TEXT, foreign_key="record.id", index=True)
    right_id: str = Field(sa_type=TEXT, foreign_key="record.id", index=True)
    relation: str = Field(sa_type=TEXT)
    grade: str = Field(sa_type=TEXT)
    by: str = Field(sa_type=TEXT)
    at: datetime = _instant()
    reason: str | None = Field(default=None, sa_type=TEXT)
    undone_at: datetime | None = _instant(nullable=True)
    undone_by: str | None = Field(default=None, sa_type=TEXT)


class RedactionRow(SQLModel, table=True):
    """What must not be shown of a record, in any version; `fields` is `["*"]` for the whole record."""

    __tablename__ = "redaction"
    id: str = Field(primary_key=True, sa_type=TEXT)
    record_id: str = _record_key(index=True)
    fields: list[str] = _texts()
    by: str = Field(sa_type=TEXT)
    at: datetime = _instant()
    reason: str | None = Field(default=None, sa_type=TEXT)


class ChangeRow(SQLModel, table=True):
    """The change log, numbered in commit order without holes."""

    __tablename__ = "change"
    seq: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    type: str = Field(sa_type=TEXT)
    record_id: str = _record_key(index=True)
    kind: str = Field(sa_type=TEXT)
    version: int
    merged_into: str | None = Field(default=None, sa_type=TEXT)
    at: datetime = _instant()


class IdempotencyRow(SQLModel, table=True):
    """The first answer to a keyed POST, for 24 hours."""

    __tablename__ = "idempotency"
    key_id: str = Field(primary_key=True, sa_type=TEXT)
    method: str = Field(primary_key=True, sa_type=TEXT)
    path: str = Field(primary_key=True, sa_type=TEXT)
    key: str = Field(primary_key=True, sa_type=TEXT)
    body_hash: bytes = Field(sa_type=LargeBinary)
    status: int
    body: dict[str, Any] = _json()
    at: datetime = _instant(index=True)


class RequestRow(SQLModel, table=True):
    """Somebody's private request for a correction or a removal."""

    __tablename__ = "removal_request"
    id: str = Field(primary_key=True, sa_type=TEXT)
    type: str = Field(sa_type=TEXT)
    record_id: str | None = Field(default=None, sa_type=TEXT, foreign_key="record.id")
    message: str = Field(sa_type=TEXT)
    contact: str | None = Field(default=None, sa_type=TEXT)
    state: str = Field(sa_type=TEXT)
    created_at: datetime = _instant(index=True)
    resolved_at: datetime | None = _instant(nullable=True)
    resolved_by: str | None = Field(default=None, sa_type=TEXT)
    resolution: str | None = Field(default=None, sa_type=TEXT)


class TallyRow(SQLModel, table=True):
    """A figure that a source published."""

    __tablename__ = "tally"
    id: str = Field(primary_key=True, sa_type=TEXT)
    document_id: str = Field(sa_type=TEXT, foreign_key="document.id", index=True)
    locator: str | None = Field(default=None, sa_type=TEXT)
    scope: dict[str, Any] = _json()
    as_of: str = Field(sa_type=TEXT)
    value: int
    qualifier: str = Field(sa_type=TEXT)
    identity: bytes = Field(sa_type=LargeBinary, unique=True)
    by: str = Field(sa_type=TEXT)
    at: datetime = _instant()


class CourtRow(SQLModel, table=True):
    """A court of a list that an operator loaded."""

    __tablename__ = "court"
    code: str = Field(primary_key=True, sa_type=TEXT)
    name: str = Field(sa_type=TEXT)
    region: str | None = Field(default=None, sa_type=TEXT)


class LoadRow(SQLModel, table=True):
    """How far the import of one file came, by the hash of its bytes and its mapping."""

    __tablename__ = "load"
    file_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    partner: str = Field(primary_key=True, sa_type=TEXT)
    rows: int
    at: datetime = _instant()


def table(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table behind a table model."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]
