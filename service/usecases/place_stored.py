"""The second half of an import: reports that are stored are matched in batches and published.

A report waits while it has no record. Whoever places next goes on where a killed import stopped.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from schemas.report import REPORT
from service.registry.inputs import Reference
from service.storage import waiting
from service.storage.engine import Database
from service.storage.transaction import Tx, writing
from service.usecases.actor import Actor
from service.usecases.find_matches import Workspace, foresee
from service.usecases.place_reports import Placing, place
from service.usecases.progress import Progress, silent
from service.usecases.read_reports import Incoming, checked, prepared
from service.usecases.reference import reference_for, reference_of
from service.usecases.submit_reports import finish

BATCH = 200
"""Reports placed under one hold of the writers' lock, which others wait for."""
_AHEAD = 20_000


async def count_waiting(db: Database) -> int:
    """How many stored reports have no record yet."""
    async with writing(db.engine, identity=False) as tx:
        return await waiting.count(tx)


async def place_stored(
    db: Database, *, progress: Progress = silent, batch: int = BATCH, stopped: Callable[[], bool] = lambda: False
) -> int:
    """Place every report that waits, or as many as there is time for until `stopped`; answers how many.

    Raises Busy; each batch is a transaction, so what is placed stays.
    """
    placed, total = 0, await count_waiting(db)
    while ids := await _ids(db):
        for start in range(0, len(ids), batch):
            if stopped():
                return placed
            placed += await _place_batch(db, ids[start : start + batch])
            progress("placing", placed, max(total, placed))
    return placed


async def _ids(db: Database) -> list[str]:
    async with writing(db.engine, identity=False) as tx:
        return await waiting.ids(tx, _AHEAD)


async def _place_batch(db: Database, ids: Sequence[str]) -> int:
    """Read and prepare before the lock is taken, then place what is still waiting."""
    reference = await reference_for(db)
    async with writing(db.engine, identity=False) as tx:
        rows = await waiting.read(tx, ids)
        items = [_incoming(n, row, db.secret, reference) for n, row in enumerate(rows)]
        workspace = await foresee(tx, items, db.weights)
    read = [(row["sent_by"], Placing(item, row["id"])) for row, item in zip(rows, items, strict=True)]
    async with writing(db.engine) as tx:
        still = await waiting.still(tx, ids)
        for sender, group in groupby((one for one in read if one[1].report_id in still), key=lambda one: one[0]):
            await _place(db, tx, [placing for _, placing in group], sender, workspace)
    return len(still)


async def _place(db: Database, tx: Tx, batch: Sequence[Placing], sender: str, workspace: Workspace) -> None:
    placed = await place(tx, batch, await reference_of(db, tx), workspace, auto_attach=db.settings.auto_attach)
    await waiting.set_bases(tx, {one.report_id: one.base for one in placed})
    await finish(db, tx, placed, Actor(sender, sender, frozenset()))


def _incoming(index: int, row: Mapping[str, Any], secret: bytes, reference: Reference) -> Incoming:
    document = {name: row[name] for name in _DOCUMENT}
    report = REPORT.validate_python(
        {"kind": row["kind"], "external_id": row["external_id"], "document": document, "locator": row["locator"],
         "based_on": row["based_on"], row["kind"]: row["payload"]}
    )  # fmt: skip
    return prepared(checked(index, report, row["payload"], secret=secret), reference)


_DOCUMENT = ("source", "type", "url", "title", "published_on", "retrieved_on", "archived_url", "repost_of")
