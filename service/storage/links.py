"""Relations between records that are not merged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from service.storage.tables import LinkRow, table
from service.storage.transaction import Tx

_ROWS = table(LinkRow)

MATCHING = "registry"
"""Who signs the links that no maintainer made."""


@dataclass(frozen=True, slots=True)
class Linked:
    """One end of a standing link, as seen from a base: the other record's root."""

    id: str
    other: str
    relation: str
    grade: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Weighable:
    """A link that stands or falls with what both records say: made by matching, and taken back by none but it.

    `ends`: the records (root → kind) as they are today.
    """

    id: str
    left: str
    right: str
    ends: dict[str, str]
    standing: bool


async def add(tx: Tx, row: Mapping[str, Any]) -> None:
    """Store a link."""
    await tx.execute(_ROWS.insert(), {**row, "at": tx.at})


async def find(tx: Tx, link_id: str) -> dict[str, Any] | None:
    """The link, or None."""
    return await tx.map(_ROWS.select().where(_ROWS.c.id == link_id))


async def standing(tx: Tx, left_root: str, right_root: str, relation: str) -> str | None:
    """The standing link of this relation between two records as they stand, whichever way round it was made."""
    query = text("""
        SELECT l.id FROM link l JOIN record a ON a.id = l.left_id JOIN record b ON b.id = l.right_id
        WHERE l.undone_at IS NULL AND l.relation = :relation
          AND (a.root_id, b.root_id) IN ((:left, :right), (:right, :left))
        ORDER BY l.id LIMIT 1
    """)
    found: str | None = await tx.scalar(query, {"left": left_root, "right": right_root, "relation": relation})
    return found


async def known(tx: Tx, left_root: str, right_root: str, relation: str) -> bool:
    """Whether two records as they stand were ever linked by this relation, be it undone."""
    query = text("""
        SELECT EXISTS (
            SELECT FROM link l JOIN record a ON a.id = l.left_id JOIN record b ON b.id = l.right_id
            WHERE l.relation = :relation AND (a.root_id, b.root_id) IN ((:left, :right), (:right, :left)))
    """)
    return bool(await tx.scalar(query, {"left": left_root, "right": right_root, "relation": relation}))


async def undo(tx: Tx, link_id: str, by: str) -> None:
    """Take a link back."""
    await tx.execute(_ROWS.update().where(_ROWS.c.id == link_id).values(undone_at=tx.at, undone_by=by))


async def restore(tx: Tx, link_id: str) -> None:
    """Let a link stand again that was taken back."""
    await tx.execute(_ROWS.update().where(_ROWS.c.id == link_id).values(undone_at=None, undone_by=None))


async def weighable(tx: Tx, roots: Iterable[str]) -> list[Weighable]:
    """The links of these records that matching made, and nobody but matching took back."""
    query = text("""
        WITH touched AS (
            SELECT l.id FROM record r JOIN link l ON l.left_id = r.id WHERE r.root_id = ANY(:roots)
            UNION SELECT l.id FROM record r JOIN link l ON l.right_id = r.id WHERE r.root_id = ANY(:roots)
        )
        SELECT l.id, a.root_id AS left_root, b.root_id AS right_root, a.kind AS left_kind, b.kind AS right_kind,
               l.undone_at IS NULL AS standing
        FROM touched JOIN link l ON l.id = touched.id
             JOIN record a ON a.id = l.left_id JOIN record b ON b.id = l.right_id
        WHERE l.by = :matching AND (l.undone_at IS NULL OR l.undone_by = :matching) ORDER BY l.id
    """)
    rows = await tx.rows(query, {"roots": list(roots), "matching": MATCHING})
    return [Weighable(row.id, row.left_root, row.right_root,
                      {row.left_root: row.left_kind, row.right_root: row.right_kind}, row.standing)
            for row in rows]  # fmt: skip


async def of(tx: Tx, bases: Iterable[str]) -> dict[str, list[Linked]]:
    """The standing links of each base, with the root of the other end."""
    query = text("""
        SELECT l.id, l.left_id, l.right_id, l.relation, l.grade, l.at, l.by,
               a.root_id AS left_root, b.root_id AS right_root
        FROM link l JOIN record a ON a.id = l.left_id JOIN record b ON b.id = l.right_id
        WHERE l.undone_at IS NULL AND (l.left_id = ANY(:ids) OR l.right_id = ANY(:ids)) ORDER BY l.id
    """)
    found: dict[str, list[Linked]] = defaultdict(list)
    for row in await tx.rows(query, {"ids": list(bases)}):
        found[row.left_id].append(Linked(row.id, row.right_root, row.relation, row.grade, row.at, row.by))
        found[row.right_id].append(Linked(row.id, row.left_root, row.relation, row.grade, row.at, row.by))
    return found


async def neighbours(tx: Tx, roots: Iterable[str]) -> dict[str, str]:
    """The other records (root → kind) that a standing link or split ties to any base of these roots.

    What they say of their relations changes with the roots of these bases.
    """
    query = text("""
        WITH mine AS (SELECT id FROM record WHERE root_id = ANY(:roots)),
        tied AS (
            SELECT left_id AS one, right_id AS other FROM link WHERE undone_at IS NULL
            UNION ALL SELECT record_id, new_record_id FROM split WHERE undone_at IS NULL
        ),
        ends AS (
            SELECT other AS id FROM tied JOIN mine ON mine.id = one
            UNION SELECT one FROM tied JOIN mine ON mine.id = other
        )
        SELECT DISTINCT root.id, root.kind
        FROM ends JOIN record base ON base.id = ends.id JOIN record root ON root.id = base.root_id
        WHERE root.id <> ALL(:roots) ORDER BY root.id
    """)
    return {row.id: row.kind for row in await tx.execute(query, {"roots": list(roots)})}
