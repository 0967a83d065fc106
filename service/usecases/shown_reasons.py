"""Whether everybody may read why two records were joined or linked."""

from collections.abc import Sequence

from service.storage import merges, records, redactions
from service.storage.transaction import Tx


async def all_shown(tx: Tx, ids: Sequence[str]) -> bool:
    """Whether the records, as they stand today, are published and nothing in them is redacted."""
    roots = set((await merges.roots(tx, ids)).values())
    states = [one.state for one in (await records.current(tx, roots)).values()]
    return states == ["published"] * len(roots) and not await redactions.of(tx, ids)
