"""The reference lists in use: those built in, and the courts an operator loaded."""

from schemas.reference.courts import BUILT_IN_COURTS, CourtIndex
from service.registry.inputs import Reference
from service.storage import courts
from service.storage.engine import Database
from service.storage.transaction import Tx, writing


async def reference_of(db: Database, tx: Tx) -> Reference:
    """The reference lists of the transaction's edition; read once per edition and process."""
    if db.reference is None or db.reference[0] != tx.reference:
        db.reference = tx.reference, Reference(courts=CourtIndex([*BUILT_IN_COURTS, *await courts.every(tx)]))
    return db.reference[1]


async def reference_for(db: Database) -> Reference:
    """The reference lists as they are now, outside any transaction of the caller's."""
    async with writing(db.engine, identity=False) as tx:
        return await reference_of(db, tx)
