"""What the reports say together: records, their versions, what matching reads of them, the change log."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER
from sqlmodel import Field, SQLModel

from service.storage.tables.columns import TEXT, instant, record_key, texts


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
    created_at: datetime = instant()
    updated_at: datetime = instant(index=True)
    withdrawn: bool = False
    rules: str = Field(sa_type=TEXT)
    tags: list[str] = texts()
    review: list[str] = texts()
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
        Index("ix_candidate_hidden", "record_id", postgresql_where=text("NOT public")),
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
    record_id: str = record_key(primary_key=True)
    version: int = Field(primary_key=True)
    state: str = Field(sa_type=TEXT)
    cause: str = Field(sa_type=TEXT)
    by: str = Field(sa_type=TEXT)
    at: datetime = instant()
    reason: str | None = Field(default=None, sa_type=TEXT)
    rules: str = Field(sa_type=TEXT)
    changed: list[str] = texts()
    document: bytes | None = Field(default=None, sa_type=LargeBinary)


class RedactionRow(SQLModel, table=True):
    """What must not be shown of a record, in any version; `fields` is `["*"]` for the whole record."""

    __tablename__ = "redaction"
    id: str = Field(primary_key=True, sa_type=TEXT)
    record_id: str = record_key(index=True)
    fields: list[str] = texts()
    by: str = Field(sa_type=TEXT)
    at: datetime = instant()
    reason: str | None = Field(default=None, sa_type=TEXT)


class ChangeRow(SQLModel, table=True):
    """The change log, numbered in commit order without holes; its times grow alike, so a small index finds them."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_at", "at", postgresql_using="brin"),)
    seq: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    type: str = Field(sa_type=TEXT)
    record_id: str = record_key(index=True)
    kind: str = Field(sa_type=TEXT)
    version: int
    merged_into: str | None = Field(default=None, sa_type=TEXT)
    at: datetime = instant()
