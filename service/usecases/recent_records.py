"""What was changed last: records by the time of their last change, for those who watch."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.base import Kind
from service.registry.diff import read_document
from service.storage import watching
from service.storage.engine import Database
from service.usecases.cursors import after_instant, instant_cursor
from service.usecases.look_up import called
from service.usecases.read_changes import registry_id
from service.usecases.watch import Watch


@dataclass(frozen=True, slots=True)
class Recent:
    """A record as it stands, by its last change; `document` is a tombstone unless `state` is published.

    `root_id` differs from `id` once it was merged away.
    """

    id: str
    kind: Kind
    state: str
    version: int
    root_id: str
    document: dict[str, Any]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class RecentPage:
    """Records, last changed first, the cursor of those before them, and which registry they are of."""

    records: tuple[Recent, ...]
    next: str | None
    registry_id: str


async def recent_records(db: Database, *, watch: Watch, cursor: str | None = None, limit: int = 50) -> RecentPage:
    """One page of what is watched for, last changed first.

    Where a region, a court or a name is asked for there are only records that carry it as they stand; of a name the
    likeliest, as the look-up compares them. Else there are tombstones of what was withdrawn or merged, too.
    Raises Unprocessable for a cursor that is none, and Busy.
    """
    ids = await called(db, watch.name) if watch.name else None
    rows = await watching.recent(db.reads, watch.kinds, watch.tags, ids, after_instant(cursor), limit + 1)
    records = tuple(Recent(**{**row, "document": read_document(row["document"])}) for row in rows[:limit])
    last = records[-1] if len(rows) > limit else None
    next_ = instant_cursor(last.updated_at, last.id) if last else None
    return RecentPage(records, next_, await registry_id(db))
