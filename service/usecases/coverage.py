"""What a "not listed" rests on: the sources read."""

from functools import partial
from typing import Any

from service.storage import coverage as stored
from service.storage.engine import Database
from service.usecases.kept import kept


async def coverage(db: Database) -> dict[str, Any]:
    """Each source with the dates of its documents and the number of its live reports."""
    return {"sources": await kept(db, "coverage", partial(stored.coverage, db.reads))}
