"""How far the import of a file came, written with the rows it speaks of."""

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from service.storage.tables import LoadRow, table
from service.storage.transaction import Tx

_ROWS = table(LoadRow)


async def find(tx: Tx, file_hash: bytes, partner: str) -> int | None:
    """The last line of the file that is done; None when its import was never begun, or is over."""
    params = {"hash": file_hash, "partner": partner}
    query = text("SELECT rows FROM load WHERE file_hash = :hash AND partner = :partner")
    found: int | None = await tx.scalar(query, params)
    return found


async def advance(tx: Tx, file_hash: bytes, partner: str, line: int) -> None:
    """Note that everything up to a line is stored, in the transaction that stores it."""
    values = {"file_hash": file_hash, "partner": partner, "rows": line, "at": tx.at}
    fresh = {"rows": line, "at": tx.at}
    statement = insert(_ROWS).on_conflict_do_update(index_elements=["file_hash", "partner"], set_=fresh)
    await tx.execute(statement, values)


async def forget(tx: Tx, file_hash: bytes, partner: str) -> None:
    """The import is over: the same file again starts from its beginning, and finds everything there."""
    await tx.execute(_ROWS.delete().where(_ROWS.c.file_hash == file_hash, _ROWS.c.partner == partner))
