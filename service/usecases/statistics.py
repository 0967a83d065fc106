"""How much the registry holds: the dead are counted apart from the missing and the captured, the disputed nowhere."""

from typing import Any, Final

import asyncpg

from service.storage import statistics as stored
from service.storage.engine import Database
from service.usecases.filters import DEAD
from service.usecases.idempotency import Answer
from service.usecases.instants import instant_text

_DEAD: Final = [f"status:{status}" for status in DEAD]
_DISPUTED: Final = "disputed"
_BY: Final = ("region", "grade", "category")
_BY_OF_CASUALTIES: Final = (*_BY, "rank", "age")
_BY_OF_CASES: Final = (*_BY, "article", "court", "outcome", "sentence", "term", "suspended", "sentenced")


async def counts(db: Database) -> Answer:
    """Published records, as of one moment.

    Of casualties `total` and the counts by region, grade and category are the dead, as their lists hold them;
    `by_status` tells every status apart but `disputed`, which is in no count. Of cases `by_status` has the stages of
    their defendants, and a case with defendants in several counts under each; so it is with the other counts of cases.
    `by_term` and `by_suspended` are months of imprisonment, `by_sentenced` months of the calendar.
    """
    async with db.reading() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
        return await counts_in(conn)


async def counts_in(conn: asyncpg.Connection) -> Answer:
    """The counts in a snapshot of the caller's."""
    held = await stored.held(conn)
    return {
        "casualties": await _casualties(conn),
        "cases": await _cases(conn),
        "reports": held.reports, "documents": held.documents, "sources": held.sources,
        "as_of": instant_text(held.at),
    }  # fmt: skip


async def _casualties(conn: asyncpg.Connection) -> dict[str, Any]:
    statuses = (await stored.counted(conn, "casualty", None, ("status",)))["status"]
    by_status = {status: records for status, records in statuses.items() if status != _DISPUTED}
    found = await stored.counted(conn, "casualty", _DEAD, _BY_OF_CASUALTIES)
    return _described(await stored.total(conn, "casualty", _DEAD), by_status, found)


async def _cases(conn: asyncpg.Connection) -> dict[str, Any]:
    found = await stored.counted(conn, "case", None, ("stage", *_BY_OF_CASES))
    return _described(await stored.total(conn, "case", None), found.pop("stage"), found)


def _described(total: int, by_status: dict[str, int], by: dict[str, dict[str, int]]) -> dict[str, Any]:
    return {"total": total, "by_status": by_status, **{f"by_{name}": records for name, records in by.items()}}
