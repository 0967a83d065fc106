"""Opaque cursors of lists: the sort values of the last item shown."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
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


def page_of(
    every: Sequence[Mapping[str, Any]], by: Sequence[str], *, cursor: str | None, limit: int, count: bool
) -> dict[str, Any]:
    """A page of a list that is short enough to be held; `by` names the texts that tell its items apart.

    An item that has gone since its cursor was made is no place to go on from: Unprocessable, as for any other cursor.
    """
    start = 0
    if cursor is not None:
        last = list(decode(cursor, (str,) * len(by)))
        found = (n for n, item in enumerate(every, start=1) if [item[name] for name in by] == last)
        start = next(found, 0)
        if not start:
            raise Unprocessable.at("/query/cursor", "this is not a cursor of this list")
    items = every[start : start + limit]
    more = start + limit < len(every)
    page = {"items": items, "next": encode(*(items[-1][name] for name in by)) if more else None}
    return page | ({"total": len(every)} if count else {})
