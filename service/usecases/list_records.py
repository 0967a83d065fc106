"""Lists of records: filters become one query, pages are put together from stored bytes."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from schemas.base import Kind
from service.errors import Forbidden, Unprocessable
from service.storage import reading
from service.storage.engine import Database
from service.storage.reading import ListQuery
from service.usecases.cursors import decode, encode
from service.usecases.filters import Condition, Filters, conditions
from service.usecases.reference import reference_for


@dataclass(frozen=True, slots=True)
class Page:
    """A page ready to send: `{"items": […], "next": …, "total"?}`, and its `next` once more."""

    body: bytes
    next: str | None


async def list_records(
    db: Database, *, kind: Kind, filters: Filters, cursor: str | None = None, limit: int = 100, count: bool = False,
    reviewer: bool = False,
) -> Page:  # fmt: skip
    """One page of the records of a kind, by id, as they stand. A `cursor` is good for the same filters only.

    Raises Unprocessable for an unknown filter or value, or another list's cursor; Forbidden where `needs_review` is
    asked by somebody who is not a `reviewer`.
    """
    if "needs_review" in filters and not reviewer:
        raise Forbidden("What waits for review is shown to reviewers only.")
    query = await list_query(db, kind=kind, filters=filters)
    mark = _mark(kind, filters)
    rows = await reading.page(db.reads, query, _after(cursor, mark), limit + 1)
    next_ = encode(mark, rows[limit - 1][0]) if len(rows) > limit else None
    total = await reading.count(db.reads, query) if count else None
    return Page(_body([document for _, document in rows[:limit]], next_, total), next_)


async def list_query(db: Database, *, kind: Kind, filters: Filters) -> ListQuery:
    """The query of a list. Raises Unprocessable for an unknown filter or value."""
    reference = await reference_for(db) if "court" in filters else None
    return _query(conditions(kind, filters, reference))


def _query(of: Sequence[Condition]) -> ListQuery:
    where: list[str] = []
    values: list[object] = []
    for condition in of:
        numbers = range(len(values) + 1, len(values) + len(condition.values) + 1)
        where.append(condition.sql.format(*(f"${n}" for n in numbers)))
        values += condition.values
    return ListQuery(where, values)


def _mark(kind: Kind, filters: Mapping[str, object]) -> str:
    """What tells one list's cursors from another's."""
    asked = orjson.dumps([kind, dict(filters)], option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(asked, digest_size=6).hexdigest()


def _after(cursor: str | None, mark: str) -> str:
    if cursor is None:
        return ""
    of, after = decode(cursor, (str, str))
    if of != mark:
        raise Unprocessable.at("/query/cursor", "this is not a cursor of this list")
    return str(after)


def _body(documents: Sequence[bytes], next_: str | None, total: int | None) -> bytes:
    counted = b"" if total is None else b',"total":%d' % total
    return b'{"items":[%b],"next":%b%b}' % (b",".join(documents), orjson.dumps(next_), counted)
