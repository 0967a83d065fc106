"""Folding every record anew, because rules or reference lists have changed."""

from service.storage import checks, records
from service.storage.engine import Database
from service.storage.transaction import writing
from service.usecases.actor import MACHINE
from service.usecases.progress import Progress, silent
from service.usecases.publish import Cause, publish
from service.usecases.reference import reference_of

BATCH = 200
CAUSE = "rules"


async def refold(db: Database, *, reason: str | None = None, progress: Progress = silent, batch: int = BATCH) -> int:
    """Publish what the present rules and lists make of every record's reports; answers how many records changed.

    A record that comes out the same gets no new version. Each batch is a transaction; done twice it changes nothing.
    Raises Busy.
    """
    changed, after, done = 0, "", 0
    async with writing(db.engine, identity=False) as tx:
        total = await checks.count_records(tx)
    while True:
        async with writing(db.engine) as tx:
            ids = await checks.record_ids(tx, after, batch)
            known = await records.current(tx, ids)
            roots = {id_: one.kind for id_, one in known.items() if one.state != "merged"}
            cause = Cause(CAUSE, MACHINE.account, reason)
            written = await publish(tx, roots, cause, await reference_of(db, tx), db.weights, rebuilding=True)
        if not ids:
            return changed
        changed += sum(one.version != known[one.id].version for one in written.values() if one.id in known)
        after, done = ids[-1], done + len(ids)
        progress("folding", done, total)
