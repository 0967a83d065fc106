"""Suggestions: pairs of bases that may be one; shown as the pair of their roots."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import TextualSelect, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB, insert

from service.storage.tables import SuggestionRow, table
from service.storage.transaction import Tx

_ROWS = table(SuggestionRow)

# "clai" in ASCII: whoever leases pairs to a reviewer.
_CLAIMS_LOCK = 0x636C6169

_SIDES = "FROM suggestion s JOIN record l ON l.id = s.left_id JOIN record r ON r.id = s.right_id"
_PAIR = f"""
    s.id, s.kind, s.score, s.explanation, s.model, s.state, s.created_at, s.judgement_id, s.leased_by, s.leased_until,
    l.root_id AS left_root, r.root_id AS right_root {_SIDES}
"""
# Nobody has called the pair one or two: it waits, someone was unsure, or it is no longer likely enough to ask about.
_UNDECIDED = "s.state IN ('open', 'unsure', 'closed')"
_APART = """
    l.root_id <> r.root_id
    AND EXISTS (SELECT FROM record x WHERE x.id = l.root_id AND x.state = 'published')
    AND EXISTS (SELECT FROM record x WHERE x.id = r.root_id AND x.state = 'published')
"""


async def add(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store suggestions; a pair that was suggested before keeps its id and state."""
    if rows:
        await tx.execute(insert(_ROWS).on_conflict_do_nothing(), [{**row, "created_at": tx.at} for row in rows])


async def find(tx: Tx, suggestion_id: str) -> dict[str, Any] | None:
    """The suggestion with the roots of both sides today, or None."""
    return await tx.map(_pairs("WHERE s.id = :id"), {"id": suggestion_id})


async def between(tx: Tx, left_root: str, right_root: str) -> list[str]:
    """The undecided suggestions between two records as they stand."""
    query = _pairs(f"""WHERE {_UNDECIDED} AND l.root_id IN (:a, :b) AND r.root_id IN (:a, :b)
          AND l.root_id <> r.root_id""")
    return [row.id for row in await tx.rows(query, {"a": left_root, "b": right_root})]


async def known_between(tx: Tx, roots: Iterable[str]) -> set[frozenset[str]]:
    """The pairs of these records that were ever suggested, whatever became of it, under whichever of their bases."""
    query = text("""
        SELECT DISTINCT l.root_id, r.root_id FROM record l
        JOIN suggestion s ON s.left_id = l.id JOIN record r ON r.id = s.right_id
        WHERE l.root_id = ANY(:roots) AND r.root_id = ANY(:roots) AND l.root_id <> r.root_id
    """)
    return {frozenset(row) for row in await tx.rows(query, {"roots": list(roots)})}


async def undecided(tx: Tx, after: str, limit: int) -> list[dict[str, Any]]:
    """The next suggestions, by id, of two records that nobody has called one or two."""
    query = _pairs(f"""WHERE s.id > :after AND {_UNDECIDED} AND l.root_id <> r.root_id
        ORDER BY s.id LIMIT :limit
    """)
    return await tx.maps(query, {"after": after, "limit": limit})


async def count_undecided(tx: Tx) -> int:
    """How many suggestions nobody has decided."""
    return int(await tx.scalar(text(f"SELECT count(*) FROM suggestion s WHERE {_UNDECIDED}")))


async def rescore(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Give suggestions (`id`) another score, explanation, model and state; everything else of them stays."""
    if rows:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("score", "explanation", "model", "state")}
        given = [{"which": row["id"]} | {f"new_{name}": row[name] for name in values} for row in rows]
        await tx.execute(_ROWS.update().where(_ROWS.c.id == bindparam("which")).values(**values), given)


async def of_judgement(tx: Tx, judgement_id: str) -> str | None:
    """The suggestion on which a judgement was given, if it was given on one."""
    query = text("SELECT id FROM suggestion WHERE judgement_id = :id ORDER BY id LIMIT 1")
    found: str | None = await tx.scalar(query, {"id": judgement_id})
    return found


async def settle(tx: Tx, ids: Iterable[str], state: str, judgement_id: str | None) -> None:
    """Give suggestions the state that a judgement put them in."""
    query = text("""
        UPDATE suggestion SET state = :state, judgement_id = :judgement, leased_by = NULL, leased_until = NULL
        WHERE id = ANY(:ids)
    """)
    await tx.execute(query, {"ids": list(ids), "state": state, "judgement": judgement_id})


async def reopen(tx: Tx, judgement_id: str) -> None:
    """Open again what a judgement had settled."""
    query = text("UPDATE suggestion SET state = 'open', judgement_id = NULL WHERE judgement_id = :id")
    await tx.execute(query, {"id": judgement_id})


async def reopen_unsure(tx: Tx, roots: Iterable[str]) -> None:
    """Put pairs that someone was unsure of back into the queue: something new is known of one side."""
    query = text("""
        WITH side AS (SELECT id FROM record WHERE root_id = ANY(:roots))
        UPDATE suggestion SET state = 'open', judgement_id = NULL
        WHERE state = 'unsure' AND (left_id IN (SELECT id FROM side) OR right_id IN (SELECT id FROM side))
    """)
    await tx.execute(query, {"roots": list(roots)})


async def page(
    tx: Tx, *, state: str, kind: str | None, min_score: float, after: tuple[float, str] | None, limit: int
) -> list[dict[str, Any]]:
    """Suggestions best first, after a given (score, id); settled ones are shown whatever became of their sides."""
    query = _pairs(f"""{_of(state)} AND (CAST(:id AS text) IS NULL OR (s.score, s.id) < (:score, :id))
        ORDER BY s.score DESC, s.id DESC LIMIT :limit
    """)
    score, id_ = after or (0.0, None)
    params = {"state": state, "kind": kind, "min_score": min_score, "score": score, "id": id_, "limit": limit}
    return await tx.maps(query, params)


async def count(tx: Tx, *, state: str, kind: str | None, min_score: float) -> int:
    """How many suggestions all pages hold together."""
    query = text(f"SELECT count(*) {_SIDES} {_of(state)}")
    return int(await tx.scalar(query, {"state": state, "kind": kind, "min_score": min_score}))


def _of(state: str) -> str:
    return f"""WHERE s.state = :state AND s.score >= :min_score {"AND " + _APART if state == "open" else ""}
          AND (CAST(:kind AS text) IS NULL OR s.kind = :kind)"""


async def claim(tx: Tx, reviewer: str, count: int, minutes: int) -> list[dict[str, Any]]:
    """Lease up to `count` open pairs, best first, that nobody else holds; two reviewers never get the same.

    Several suggestions may speak of one pair of records since others were merged into them: they are leased together
    and the best of them is shown. One claim at a time, which a lock of their own ensures.
    """
    await tx.execute(text(f"SELECT pg_advisory_xact_lock({_CLAIMS_LOCK})"))
    picked = text(f"""
        WITH pair AS (
            SELECT least(l.root_id, r.root_id) AS a, greatest(l.root_id, r.root_id) AS b, array_agg(s.id) AS ids,
                   (array_agg(s.id ORDER BY s.score DESC, s.id DESC))[1] AS best, max(s.score) AS score
            {_SIDES} WHERE s.state = 'open' AND {_APART} GROUP BY 1, 2
            HAVING NOT bool_or(coalesce(s.leased_by <> :who AND s.leased_until >= CAST(:now AS timestamptz), false))
        )
        SELECT best, ids FROM pair ORDER BY score DESC, best DESC LIMIT :count
    """)
    pairs = await tx.rows(picked, {"who": reviewer, "now": tx.at, "count": count})
    lease = text("""
        UPDATE suggestion
        SET leased_by = :who, leased_until = CAST(:now AS timestamptz) + make_interval(mins => :minutes)
        WHERE id = ANY(:ids)
    """)
    await tx.execute(lease, {"who": reviewer, "now": tx.at, "minutes": minutes,
                             "ids": [id_ for _, ids in pairs for id_ in ids]})  # fmt: skip
    shown = {"ids": [best for best, _ in pairs]}
    return await tx.maps(_pairs("WHERE s.id = ANY(:ids) ORDER BY s.score DESC, s.id DESC"), shown)


async def release(tx: Tx, reviewer: str, ids: Sequence[str] | None) -> int:
    """Give leased pairs back: those of the suggestions named, or all the reviewer holds; the number given back."""
    query = text("""
        WITH pair AS (
            SELECT s.id, s.leased_by, least(l.root_id, r.root_id) AS a, greatest(l.root_id, r.root_id) AS b
            FROM suggestion s JOIN record l ON l.id = s.left_id JOIN record r ON r.id = s.right_id
            WHERE s.leased_by = :who OR s.id = ANY(:ids)
        ),
        held AS (
            SELECT id, a, b FROM pair WHERE leased_by = :who
              AND (CAST(:ids AS text[]) IS NULL OR (a, b) IN (SELECT a, b FROM pair WHERE id = ANY(:ids)))
        ),
        given AS (
            UPDATE suggestion SET leased_by = NULL, leased_until = NULL WHERE id IN (SELECT id FROM held) RETURNING id
        )
        SELECT DISTINCT a, b FROM held JOIN given USING (id)
    """)
    return len(await tx.rows(query, {"who": reviewer, "ids": list(ids) if ids is not None else None}))


def _pairs(where: str) -> TextualSelect:
    return text(f"SELECT {_PAIR} {where}").columns(explanation=JSONB)
