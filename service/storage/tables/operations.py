"""What running the registry needs: its clock, keys, sessions, remembered answers, requests, loaded lists."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, LargeBinary
from sqlalchemy.dialects.postgresql import JSON
from sqlmodel import Field, SQLModel

from service.storage.tables.columns import TEXT, instant


class ClockRow(SQLModel, table=True):
    """One row: the last number and time of the change log, and the edition of the reference lists; all only grow."""

    __tablename__ = "clock"
    id: int = Field(default=1, primary_key=True)
    seq: int = Field(default=0, sa_type=BigInteger)
    at: datetime = instant()
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
    created_at: datetime = instant()
    expires_at: datetime | None = instant(nullable=True)
    revoked_at: datetime | None = instant(nullable=True)
    last_used_at: datetime | None = instant(nullable=True)


class SessionRow(SQLModel, table=True):
    """A browser that signed in with a key: the hash of what its cookie says, and until when that holds."""

    __tablename__ = "session"
    hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    key_id: str = Field(sa_type=TEXT, foreign_key="api_key.id", index=True)
    created_at: datetime = instant()
    expires_at: datetime = instant(index=True)


class IdempotencyRow(SQLModel, table=True):
    """The first answer to a keyed POST, for 24 hours."""

    __tablename__ = "idempotency"
    key_id: str = Field(primary_key=True, sa_type=TEXT)
    method: str = Field(primary_key=True, sa_type=TEXT)
    path: str = Field(primary_key=True, sa_type=TEXT)
    key: str = Field(primary_key=True, sa_type=TEXT)
    body_hash: bytes = Field(sa_type=LargeBinary)
    status: int
    body: dict[str, Any] = Field(sa_type=JSON, nullable=False)  # unlike JSONB it keeps the order of the names
    at: datetime = instant(index=True)


class RequestRow(SQLModel, table=True):
    """Somebody's private request for a correction or a removal."""

    __tablename__ = "removal_request"
    id: str = Field(primary_key=True, sa_type=TEXT)
    type: str = Field(sa_type=TEXT)
    record_id: str | None = Field(default=None, sa_type=TEXT, foreign_key="record.id")
    message: str = Field(sa_type=TEXT)
    contact: str | None = Field(default=None, sa_type=TEXT)
    state: str = Field(sa_type=TEXT)
    created_at: datetime = instant(index=True)
    resolved_at: datetime | None = instant(nullable=True)
    resolved_by: str | None = Field(default=None, sa_type=TEXT)
    resolution: str | None = Field(default=None, sa_type=TEXT)


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
    at: datetime = instant()
