"""Opaque cursors of lists: the sort values of the last item shown."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any

import orjson

from service.errors import Unprocessable
from service.usecases.instants import instant_text


def encode(*values: object) -> str:
    """A cursor for these sort values (JSON-ready)."""
    return urlsafe_b64encode(orjson.dumps(values)).rstrip(b"=").decode()


def decode(cursor: str, types: tuple[type, ...]) -> tuple[Any, ...]:
    """The sort values of a cursor; Unprocessable unless it holds values of these types."""
    try:
        values = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise Unprocessable.at("/query/cursor", "this is not a cursor of this list") from error
    if not isinstance(values, list) or [type(value) for value in values] != list(types) or not _storable(values):
        raise Unprocessable.at("/query/cursor", "this is not a cursor of this list")
    return tuple(values)


def _storable(values: list[Any]) -> bool:
    """Whether PostgreSQL can compare with the values: forged cursors hold anything."""
    return all("\0" not in value if isinstance(value, str) else abs(value) < 2**63 for value in values)


def instant_cursor(at: datetime, id_: str) -> str:
    """The cursor of a list in the order of times and ids."""
    return encode(instant_text(at), id_)


def after_instant(cursor: str | None) -> tuple[datetime, str] | None:
    """The time and id of such a cursor. Raises Unprocessable when it is none."""
    if cursor is None:
        return None
    at, id_ = decode(cursor, (str, str))
    try:
        return datetime.fromisoformat(at), id_
    except ValueError as error:
        raise Unprocessable.at("/query/cursor", "this is not a cursor of this list") from error
