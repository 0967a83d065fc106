"""Kinds of columns, and how constraints are named."""

from typing import Any, cast

from sqlalchemy import DateTime, ForeignKey, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
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


def json_column(*, nullable: bool = False) -> Any:
    """A JSON value."""
    return Field(default=None, sa_type=JSONB, nullable=nullable)


def texts() -> Any:
    """A list of texts, empty by default."""
    return Field(default_factory=list, sa_type=ARRAY(Text), nullable=False, sa_column_kwargs={"server_default": "{}"})


def instant(*, nullable: bool = False, index: bool = False) -> Any:
    """A time with its zone."""
    return Field(default=None, sa_type=INSTANT, nullable=nullable, index=index)


def record_key(column: str = "record.id", **kwargs: Any) -> Any:
    """A reference to a record that may be written later in the same transaction."""
    return Field(
        default=None,
        sa_type=TEXT,
        sa_column_args=[ForeignKey(column, deferrable=True, initially="DEFERRED")],
        **kwargs,
    )


def table(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table behind a table model."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]
