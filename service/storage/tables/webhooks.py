"""Webhooks: whom to tell of changes, how far each was told, and what became of each attempt."""

from datetime import datetime

from sqlalchemy import BigInteger, Identity, Index, LargeBinary
from sqlmodel import Field, SQLModel

from service.storage.tables.columns import TEXT, instant, texts


class WebhookRow(SQLModel, table=True):
    """A partner's target, what it asks for, and its own place in the change log.

    Of its secret only the salt is stored: the rest is the registry's key, which lies outside of the database. `lease`
    names who delivers at present; `generation` grows when the owner changes something under the feet of whoever that
    is. `failing_since` is the first of the attempts that failed in a row.
    """

    __tablename__ = "webhook"
    id: str = Field(primary_key=True, sa_type=TEXT)
    partner: str = Field(sa_type=TEXT, index=True)
    key_id: str = Field(sa_type=TEXT, foreign_key="api_key.id")
    url: str = Field(sa_type=TEXT)
    description: str | None = Field(default=None, sa_type=TEXT)
    kind: str = Field(sa_type=TEXT)
    region: list[str] = texts()
    court: list[str] = texts()
    types: list[str] = texts()
    q: str | None = Field(default=None, sa_type=TEXT)
    records: bool = False
    salt: bytes = Field(sa_type=LargeBinary)
    old_salt: bytes | None = Field(default=None, sa_type=LargeBinary)
    old_until: datetime | None = instant(nullable=True)
    state: str = Field(sa_type=TEXT)
    disabled_at: datetime | None = instant(nullable=True)
    disabled_reason: str | None = Field(default=None, sa_type=TEXT)
    seq: int = Field(sa_type=BigInteger)
    generation: int = 0
    failures: int = 0
    failing_since: datetime | None = instant(nullable=True)
    due_at: datetime = instant()
    lease: str | None = Field(default=None, sa_type=TEXT)
    leased_until: datetime | None = instant(nullable=True)
    test_id: str | None = Field(default=None, sa_type=TEXT)
    delivered_at: datetime | None = instant(nullable=True)
    created_at: datetime = instant()


class DeliveryRow(SQLModel, table=True):
    """One attempt at telling a webhook of one change (`seq` null: of a test); never what was sent."""

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_webhook", "webhook_id", "id"),)
    id: int = Field(default=None, primary_key=True, sa_type=BigInteger, sa_column_args=[Identity(always=True)])
    webhook_id: str = Field(sa_type=TEXT, foreign_key="webhook.id", ondelete="CASCADE")
    message_id: str = Field(sa_type=TEXT)
    type: str = Field(sa_type=TEXT)
    seq: int | None = Field(default=None, sa_type=BigInteger)
    attempt: int
    at: datetime = instant(index=True)
    ms: int
    status: int | None = None
    error: str | None = Field(default=None, sa_type=TEXT)
