"""The courts an operator loaded."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from schemas.reference.courts import Court, court_kind
from service.storage.tables import CourtRow, table
from service.storage.transaction import Tx

_ROWS = table(CourtRow)


async def every(tx: Tx) -> list[Court]:
    """All loaded courts, by code."""
    rows = await tx.rows(_ROWS.select().order_by(_ROWS.c.code))
    return [Court(code=row.code, name=row.name, region=row.region, kind=court_kind(row.code)) for row in rows]


async def replace(tx: Tx, courts: Iterable[Court]) -> None:
    """Load courts over those of the same codes, and open a new edition of the reference lists."""
    rows = [{"code": court.code, "name": court.name, "region": court.region} for court in courts]
    statement = insert(_ROWS)
    fresh = {"name": statement.excluded.name, "region": statement.excluded.region}
    await tx.execute(statement.on_conflict_do_update(index_elements=["code"], set_=fresh), rows)
    await tx.execute(text("UPDATE clock SET reference = reference + 1"))
