"""Merge edges and splits: which record a base belongs to today."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from service.storage.tables import MergeRow, SplitRow, table
from service.storage.transaction import Tx

_MERGES = table(MergeRow)
_SPLITS = table(SplitRow)

_REROOT = text("""
    WITH RECURSIVE below AS (
        SELECT CAST(:top AS text) COLLATE "C" AS id
        UNION SELECT m.absorbed FROM merge m JOIN below ON m.survivor = below.id WHERE m.undone_at IS NULL
    )
    UPDATE record SET root_id = :root WHERE id IN (SELECT id FROM below)
""")


async def roots(tx: Tx, ids: Iterable[str]) -> dict[str, str]:
    """The root of each known record; unknown ids are left out."""
    found = await tx.rows(text("SELECT id, root_id FROM record WHERE id = ANY(:ids)"), {"ids": list(ids)})
    return {row.id: row.root_id for row in found}


async def members(tx: Tx, of: Iterable[str]) -> dict[str, list[str]]:
    """The bases of each root, itself first, then by id; a root not stored yet has itself alone."""
    found: dict[str, list[str]] = {root: [root] for root in of}
    query = text("SELECT root_id, id FROM record WHERE root_id = ANY(:roots) AND id <> root_id ORDER BY id")
    for root, id_ in await tx.rows(query, {"roots": list(found)}):
        found[root].append(id_)
    return found


async def edges(tx: Tx, absorbed: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The active edge out of each absorbed record."""
    query = _MERGES.select().where(_MERGES.c.absorbed == text("ANY(:ids)"), _MERGES.c.undone_at.is_(None))
    return {row["absorbed"]: row for row in await tx.maps(query, {"ids": list(absorbed)})}


async def edges_ever(tx: Tx, absorbed: str) -> list[dict[str, Any]]:
    """Every edge that ever led out of a record, the undone ones too."""
    return await tx.maps(_MERGES.select().where(_MERGES.c.absorbed == absorbed))


async def find(tx: Tx, merge_id: str) -> dict[str, Any] | None:
    """The merge, active or undone, or None."""
    return await tx.map(_MERGES.select().where(_MERGES.c.id == merge_id))


async def of_judgement(tx: Tx, judgement_id: str) -> list[dict[str, Any]]:
    """The active merges that rest on a judgement."""
    query = _MERGES.select().where(_MERGES.c.judgement_id == judgement_id, _MERGES.c.undone_at.is_(None))
    return await tx.maps(query)


async def add(tx: Tx, row: Mapping[str, Any]) -> None:
    """Draw an edge and give everything below it its new root (`root`, the survivor's own)."""
    await tx.execute(_MERGES.insert(), {**row, "at": tx.at})
    root = (await roots(tx, [row["survivor"]]))[row["survivor"]]
    await tx.execute(_REROOT, {"top": row["absorbed"], "root": root})


async def undo(tx: Tx, merge_id: str, absorbed: str, by: str, why: str | None) -> None:
    """Take the edge away: the absorbed record and all below it are their own again."""
    values = {"undone_at": tx.at, "undone_by": by, "undone_why": why}
    await tx.execute(_MERGES.update().where(_MERGES.c.id == merge_id).values(**values))
    await tx.execute(_REROOT, {"top": absorbed, "root": absorbed})


async def undone_among(tx: Tx, roots: Iterable[str]) -> set[frozenset[str]]:
    """The pairs of these records of which any parts were merged once, and somebody took that back."""
    query = text("""
        SELECT DISTINCT s.root_id, a.root_id FROM merge m
        JOIN record s ON s.id = m.survivor JOIN record a ON a.id = m.absorbed
        WHERE s.root_id = ANY(:roots) AND a.root_id = ANY(:roots) AND s.root_id <> a.root_id
          AND m.undone_at IS NOT NULL
    """)
    return {frozenset(row) for row in await tx.rows(query, {"roots": list(roots)})}


async def extend_labels(tx: Tx, merge_id: str, labels: Mapping[str, str]) -> None:
    """Add to an edge's mapping of defendants those who came later."""
    query = text("UPDATE merge SET labels = labels || :labels WHERE id = :id")
    await tx.execute(query.bindparams(bindparam("labels", type_=JSONB)), {"labels": dict(labels), "id": merge_id})


async def add_split(tx: Tx, row: Mapping[str, Any]) -> None:
    """Store a split."""
    await tx.execute(_SPLITS.insert(), {**row, "at": tx.at})


async def find_split(tx: Tx, split_id: str) -> dict[str, Any] | None:
    """The split, or None."""
    return await tx.map(_SPLITS.select().where(_SPLITS.c.id == split_id))


async def splits_into(tx: Tx, new: str) -> list[dict[str, Any]]:
    """The split that made a record, undone or not."""
    return await tx.maps(_SPLITS.select().where(_SPLITS.c.new_record_id == new))


async def undo_split(tx: Tx, split_id: str, by: str) -> None:
    """Mark a split as undone."""
    values = {"undone_at": tx.at, "undone_by": by}
    await tx.execute(_SPLITS.update().where(_SPLITS.c.id == split_id).values(**values))


@dataclass(frozen=True, slots=True)
class Parted:
    """A standing split, as seen from one of the two bases."""

    id: str
    other: str
    at: datetime


async def splits_of(tx: Tx, bases: Iterable[str]) -> dict[str, list[Parted]]:
    """For each base, the standing splits that parted it from another record."""
    query = text("""
        SELECT id, record_id, new_record_id, at FROM split
        WHERE undone_at IS NULL AND (record_id = ANY(:ids) OR new_record_id = ANY(:ids))
    """)
    found: dict[str, list[Parted]] = defaultdict(list)
    for id_, left, right, at in await tx.rows(query, {"ids": list(bases)}):
        found[left].append(Parted(id_, right, at))
        found[right].append(Parted(id_, left, at))
    return found
