"""Reports that an import has stored and nobody has placed yet: live, and in no record."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB

from service.storage.transaction import Tx

_WAITING = "base IS NULL AND superseded_by IS NULL AND retracted_at IS NULL"
_COUNT = text(f"SELECT count(*) FROM report WHERE {_WAITING}")
_IDS = text(f"SELECT id FROM report WHERE {_WAITING} ORDER BY received_at, id LIMIT :limit")
_STILL = text(f"SELECT id FROM report WHERE id = ANY(:ids) AND {_WAITING}")
_READ = text("""
    SELECT r.id, r.kind, r.external_id, r.locator, r.based_on, r.payload, r.fingerprint, r.sent_by, r.supersedes,
           d.source, d.type, d.url, d.title, d.published_on, d.retrieved_on, d.archived_url, d.repost_of
    FROM report r JOIN document d ON d.id = r.document_id WHERE r.id = ANY(:ids) ORDER BY r.received_at, r.id
""").columns(based_on=JSONB, payload=JSONB)
_SET_BASES = text("""
    UPDATE report SET base = placed.base
    FROM unnest(CAST(:ids AS text[]), CAST(:bases AS text[])) AS placed(id, base) WHERE report.id = placed.id
""")
_SET_EARLIER = text("""
    WITH RECURSIVE earlier AS (
        SELECT id, supersedes, base FROM report WHERE id = ANY(:ids)
        UNION ALL
        SELECT r.id, r.supersedes, earlier.base FROM report r JOIN earlier ON r.id = earlier.supersedes
        WHERE r.base IS NULL
    )
    UPDATE report SET base = earlier.base FROM earlier WHERE report.id = earlier.id AND report.base IS NULL
""")


async def count(tx: Tx) -> int:
    """How many there are."""
    return int(await tx.scalar(_COUNT))


async def ids(tx: Tx, limit: int) -> list[str]:
    """The ids of those that came first."""
    return [row.id for row in await tx.rows(_IDS, {"limit": limit})]


async def still(tx: Tx, ids: Sequence[str]) -> set[str]:
    """Those of `ids` that nobody has placed, superseded or taken back since."""
    return {row.id for row in await tx.rows(_STILL, {"ids": list(ids)})}


async def read(tx: Tx, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The reports and the documents they cite, in the order they came."""
    return await tx.maps(_READ, {"ids": list(ids)})


async def set_bases(tx: Tx, bases: Mapping[str, str]) -> None:
    """Put reports into their records, and with each the ones before it that it superseded unplaced."""
    await tx.execute(_SET_BASES, {"ids": list(bases), "bases": list(bases.values())})
    await tx.execute(_SET_EARLIER, {"ids": list(bases)})
