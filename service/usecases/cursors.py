"""Opaque cursors of lists: the sort values of the last item shown."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import orjson

from service.errors import Unprocessable


def encode(*values: object) -> str:
    """A cursor for these sort values (JSON-ready)."""
    return urlsafe_b64encode(orjson.dumps(values)).rstrip(b"=").decode()


def decode(cursor: str, types: tuple[type, ...]) -> tuple[Any, ...]:
    """The sort values of a cursor; Unprocessable unless it holds values of these types."""
    try:
        values = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise Unprocessable.at("/query/cursor", "this is not a cursor of this list") from error
    if not isinstance(values, list) or [type(value) for value in values] != list(types):
        raise Unprocessable.at("/query/cursor", "this is not a cursor of this list")
    return tuple(values)
