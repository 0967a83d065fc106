"""Sources and documents: a shared document is never altered by a later sender's metadata."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from service.storage.tables import DocumentRow, SourceRow, table
from service.storage.transaction import Tx

_DOCUMENTS = table(DocumentRow)
_SOURCES = table(SourceRow)


async def ensure_sources(tx: Tx, slugs: Iterable[str]) -> None:
    """Create the sources that are not there yet, unofficial and without a name."""
    rows = [{"slug": slug, "official": False, "created_at": tx.at} for slug in sorted(set(slugs))]
    if rows:
        await tx.execute(insert(_SOURCES).on_conflict_do_nothing(), rows)


async def ensure_documents(tx: Tx, wanted: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The ids of documents by identity; `wanted` has the row of each, written only where the identity is new."""
    if not wanted:
        return {}
    await ensure_sources(tx, (str(row["source"]) for row in wanted.values()))
    known = await _by_identity(tx, list(wanted))
    rows = [{**row, "identity": key, "created_at": tx.at} for key, row in wanted.items() if key not in known]
    if not rows:
        return known
    await tx.execute(insert(_DOCUMENTS).on_conflict_do_nothing(index_elements=["identity"]), rows)
    return await _by_identity(tx, list(wanted))


async def find(tx: Tx, document_id: str) -> dict[str, Any] | None:
    """The document's row, or None."""
    return await tx.map(_DOCUMENTS.select().where(_DOCUMENTS.c.id == document_id))


async def retracted(tx: Tx, document_ids: Iterable[str]) -> set[str]:
    """Those of the documents that are taken back."""
    found = await tx.execute(
        text("SELECT id FROM document WHERE id = ANY(:ids) AND retracted_at IS NOT NULL"), {"ids": list(document_ids)}
    )
    return set(found.scalars())


async def set_retracted(tx: Tx, document_id: str, at: datetime | None, by: str | None, why: str | None) -> None:
    """Take a document back (`at` a time), or put it up again (`at` None)."""
    values = {"retracted_at": at, "retracted_by": by, "retracted_why": why}
    await tx.execute(_DOCUMENTS.update().where(_DOCUMENTS.c.id == document_id).values(**values))


async def bases_resting_on(tx: Tx, document_id: str) -> list[str]:
    """The records (bases) into which the document's reports were put."""
    found = await tx.execute(text("SELECT DISTINCT base FROM report WHERE document_id = :id"), {"id": document_id})
    return [base for base in found.scalars() if base is not None]


async def _by_identity(tx: Tx, identities: list[str]) -> dict[str, str]:
    found = await tx.rows(
        select(_DOCUMENTS.c.identity, _DOCUMENTS.c.id).where(_DOCUMENTS.c.identity == text("ANY(:ids)")),
        {"ids": identities},
    )
    return {row.identity: row.id for row in found}
