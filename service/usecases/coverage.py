"""What a "not listed" rests on: the sources read, counted again only when it can have changed."""

from time import monotonic
from typing import Any

from service.storage import coverage as stored
from service.storage.engine import Database

# Counting may take a twentieth of the time at most, however large the registry.
_SHARE = 20


async def coverage(db: Database) -> dict[str, Any]:
    """Each source with the dates of its documents and the number of its live reports."""
    held = db.coverage
    seq = await stored.last_change(db.reads)
    if seq != held.seq and monotonic() >= held.fresh_until:
        began = monotonic()
        held.sources = await stored.coverage(db.reads)
        held.seq, held.fresh_until = seq, monotonic() + _SHARE * (monotonic() - began)
    return {"sources": held.sources}
