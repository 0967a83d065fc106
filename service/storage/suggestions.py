"""Suggestions: pairs of bases that may be one; shown as the pair of their roots."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import TextualSelect, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB, insert

from service.storage.tables import SuggestionRow, table
from service.storage.transaction import Tx

_ROWS = table(SuggestionRow)

_SIDES = "FROM suggestion s JOIN record l ON l.id = s.left_id JOIN record r ON r.id = s.right_id"
_PAIR = f"""
    s.id, s.kind, s.score, s.value, s.explanation, s.model, s.state, s.created_at, s.judgement_id, s.leased_by,
    s.leased_until, l.root_id AS left_root, r.root_id AS right_root {_SIDES}
"""
# What matching knows of both sides, one of them withdrawn at most: there is something to compare, and someone to find.
_LISTED = """
    l.root_id <> r.root_id AND EXISTS (
        SELECT FROM candidate a JOIN candidate b ON b.record_id = r.root_id
        WHERE a.record_id = l.root_id AND (a.public OR b.public))
"""
# The suggestions `t` of one state with `s` that speak of the same two records.
_ALIKE = """
    FROM record x JOIN suggestion t ON t.left_id = x.id JOIN record y ON y.id = t.right_id
    WHERE x.root_id IN (l.root_id, r.root_id) AND t.state = s.state
      AND least(x.root_id, y.root_id) = least(l.root_id, r.root_id)
      AND greatest(x.root_id, y.root_id) = greatest(l.root_id, r.root_id)
"""
# A decision is one more thing that tells pairs apart: each can be undone.
_BEST = f"""
    NOT EXISTS (SELECT {_ALIKE} AND (t.value, t.id) > (s.value, s.id)
                AND (s.state NOT IN ('same', 'different') OR t.judgement_id = s.judgement_id))
"""
# Nobody has called the pair one or two: it waits, someone was unsure, or it is no longer likely enough to ask about.
_UNDECIDED = "s.state IN ('open', 'unsure', 'closed') AND l.root_id <> r.root_id"


@dataclass(frozen=True, slots=True)
class Pair:
    """An undecided suggestion, the two records that it speaks of today, how likely they are one and why, and what it is
    worth to decide it."""

    id: str
    kind: str
    left: str
    right: str
    score: float
    value: float
    explanation: list[dict[str, Any]]
    model: str
    state: str


async def add(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store suggestions; a pair that was suggested before keeps its id and state."""
    if rows:
        await tx.execute(insert(_ROWS).on_conflict_do_nothing(), [{**row, "created_at": tx.at} for row in rows])


async def find(tx: Tx, suggestion_id: str) -> dict[str, Any] | None:
    """The suggestion with the roots of both sides today, or None."""
    return await tx.map(_pairs("WHERE s.id = :id"), {"id": suggestion_id})


async def standing(tx: Tx, suggestion_id: str) -> tuple[str, str | None]:
    """The state of a suggestion that is there, and the judgement that put it there."""
    query = text("SELECT state, judgement_id FROM suggestion WHERE id = :id")
    ((state, judgement),) = await tx.rows(query, {"id": suggestion_id})
    return state, judgement


async def between(tx: Tx, left_root: str, right_root: str) -> list[str]:
    """The undecided suggestions between two records as they stand."""
    query = _pairs(f"WHERE {_UNDECIDED} AND l.root_id IN (:a, :b) AND r.root_id IN (:a, :b)")
    return [row.id for row in await tx.rows(query, {"a": left_root, "b": right_root})]


async def known_between(tx: Tx, roots: Iterable[str]) -> set[frozenset[str]]:
    """The pairs of these records that were ever suggested, whatever became of it, under whichever of their bases."""
    query = text("""
        SELECT DISTINCT l.root_id, r.root_id FROM record l
        JOIN suggestion s ON s.left_id = l.id JOIN record r ON r.id = s.right_id
        WHERE l.root_id = ANY(:roots) AND r.root_id = ANY(:roots) AND l.root_id <> r.root_id
    """)
    return {frozenset(row) for row in await tx.rows(query, {"roots": list(roots)})}


async def of_judgement(tx: Tx, judgement_id: str) -> str | None:
    """The suggestion on which a judgement was given, if it was given on one."""
    query = text("SELECT id FROM suggestion WHERE judgement_id = :id ORDER BY id LIMIT 1")
    found: str | None = await tx.scalar(query, {"id": judgement_id})
    return found


async def settle(tx: Tx, ids: Iterable[str], state: str, judgement_id: str | None) -> None:
    """Give suggestions the state that a judgement put them in."""
    query = text("""
        UPDATE suggestion SET state = :state, judgement_id = :judgement, leased_by = NULL, leased_until = NULL,
               earlier = CASE WHEN judgement_id IS NULL THEN earlier ELSE earlier || judgement_id END
        WHERE id = ANY(:ids)
    """)
    await tx.execute(query, {"ids": list(ids), "state": state, "judgement": judgement_id})


async def reopen(tx: Tx, judgement_id: str) -> list[str]:
    """Put what a judgement had settled back where it was, open or unsure; answers which suggestions those are."""
    back = text("""
        UPDATE suggestion SET state = CASE WHEN earlier = '{}' THEN 'open' ELSE 'unsure' END,
               judgement_id = earlier[cardinality(earlier)], earlier = earlier[1 : cardinality(earlier) - 1]
        WHERE judgement_id = :id RETURNING id
    """)
    forgotten = text("UPDATE suggestion SET earlier = array_remove(earlier, :id) WHERE :id = ANY(earlier)")
    found = [row.id for row in await tx.rows(back, {"id": judgement_id})]
    await tx.execute(forgotten, {"id": judgement_id})
    return found


async def reopen_unsure(tx: Tx, roots: Iterable[str]) -> None:
    """Put pairs that someone was unsure of back into the queue: something new is known of one side."""
    query = text("""
        WITH side AS (SELECT id FROM record WHERE root_id = ANY(:roots))
        UPDATE suggestion SET state = CASE state WHEN 'unsure' THEN 'open' ELSE state END, earlier = '{}',
               judgement_id = CASE state WHEN 'unsure' THEN NULL ELSE judgement_id END
        WHERE (state = 'unsure' OR earlier <> '{}')
          AND (left_id IN (SELECT id FROM side) OR right_id IN (SELECT id FROM side))
    """)
    await tx.execute(query, {"roots": list(roots)})


async def undecided_of(tx: Tx, roots: Iterable[str]) -> list[Pair]:
    """The undecided pairs of which these records are a side."""
    query = _undecided("""
        JOIN (SELECT t.id FROM record b JOIN suggestion t ON t.left_id = b.id WHERE b.root_id = ANY(:roots)
              UNION SELECT t.id FROM record b JOIN suggestion t ON t.right_id = b.id WHERE b.root_id = ANY(:roots)
        ) AS touched ON touched.id = s.id
    """)
    return [Pair(*row) for row in await tx.rows(query, {"roots": list(roots)})]


async def undecided_among(tx: Tx, ids: Iterable[str]) -> list[Pair]:
    """The undecided ones of these suggestions."""
    query = _undecided("JOIN unnest(CAST(:ids AS text[])) AS named(id) ON named.id = s.id")
    return [Pair(*row) for row in await tx.rows(query, {"ids": list(ids)})]


async def count_undecided(tx: Tx) -> int:
    """How many pairs nobody has decided."""
    return int(await tx.scalar(text(f"SELECT count(*) {_SIDES} WHERE {_UNDECIDED}")))


async def undecided_after(tx: Tx, after: str, limit: int) -> list[Pair]:
    """The next undecided pairs in the order of their ids."""
    query = _undecided("", "AND s.id > :after ORDER BY s.id LIMIT :limit")
    return [Pair(*row) for row in await tx.rows(query, {"after": after, "limit": limit})]


def _undecided(joins: str, more: str = "") -> TextualSelect:
    columns = "s.id, s.kind, l.root_id AS left_root, r.root_id AS right_root, s.score, s.value, s.explanation"
    return text(f"SELECT {columns}, s.model, s.state {_SIDES} {joins} WHERE {_UNDECIDED} {more}").columns(
        explanation=JSONB
    )


async def put_scores(tx: Tx, pairs: Sequence[Pair]) -> None:
    """Store what these suggestions are scored and why, what they are worth, and whether they wait or are closed."""
    query = text("""
        UPDATE suggestion SET score = fresh.score, value = fresh.value, explanation = fresh.explanation,
               model = fresh.model, state = fresh.state
        FROM jsonb_to_recordset(:pairs)
             AS fresh(id text, score float8, value float8, explanation jsonb, model text, state text)
        WHERE suggestion.id = fresh.id
    """)
    names = ("id", "score", "value", "explanation", "model", "state")
    rows = [{name: getattr(one, name) for name in names} for one in pairs]
    if rows:
        await tx.execute(query.bindparams(bindparam("pairs", type_=JSONB)), {"pairs": rows})


async def forget_reasons(tx: Tx, bases: Iterable[str]) -> None:
    """Take out the explanations, which quote both sides, of all suggestions of these records that are not in the queue.

    Those in it are scored anew with the records.
    """
    query = text(f"""
        UPDATE suggestion SET explanation = '[]' WHERE id IN (
            SELECT s.id {_SIDES} WHERE (s.left_id = ANY(:bases) OR s.right_id = ANY(:bases)) AND NOT ({_UNDECIDED}))
    """)
    await tx.execute(query, {"bases": list(bases)})


async def page(
    tx: Tx, *, state: str, kind: str | None, min_score: float, after: tuple[float, str] | None, limit: int
) -> list[dict[str, Any]]:
    """Suggestions best first (`SuggestionRow.value`), after a given (value, id).

    Of several that merges made one pair the best one; settled ones whatever became of their sides.
    """
    query = _pairs(f"""{_of(state)} AND {_BEST} AND (CAST(:id AS text) IS NULL OR (s.value, s.id) < (:value, :id))
        ORDER BY s.value DESC, s.id DESC LIMIT :limit
    """)
    value, id_ = after or (0.0, None)
    params = {"state": state, "kind": kind, "min_score": min_score, "value": value, "id": id_, "limit": limit}
    return await tx.maps(query, params)


async def count(tx: Tx, *, state: str, kind: str | None, min_score: float) -> int:
    """How many pairs all pages hold together."""
    query = text(f"""
        SELECT count(*) FROM (
            SELECT DISTINCT least(l.root_id, r.root_id), greatest(l.root_id, r.root_id),
                            CASE WHEN s.state IN ('same', 'different') THEN s.judgement_id END
            {_SIDES} {_of(state)}) AS pair
    """)
    return int(await tx.scalar(query, {"state": state, "kind": kind, "min_score": min_score}))


def _of(state: str) -> str:
    listed = _LISTED if state == "open" else "TRUE"
    return f"""WHERE s.state = :state AND s.score >= :min_score AND (CAST(:kind AS text) IS NULL OR s.kind = :kind)
          AND {listed}"""


async def claim(
    tx: Tx, reviewer: str, count: int, minutes: int, *, kind: str | None = None, min_score: float = 0.0,
    after: tuple[float, str] | None = None, only: str | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Lease up to `count` open pairs, best first, that nobody else holds; two reviewers never get the same.

    Of one kind, scored so at least, after a given (value, id), or `only` one suggestion, where that is asked for.

    Several suggestions may speak of one pair of records since others were merged into them: they are leased together
    and the best of them is shown. One claim at a time, which the one writer's lock ensures.
    """
    picked = text(f"""
        SELECT s.id {_SIDES} {_of("open")} AND {_BEST}
          AND (CAST(:id AS text) IS NULL OR (s.value, s.id) < (:value, :id))
          AND (CAST(:only AS text) IS NULL OR s.id = :only)
          AND NOT EXISTS (SELECT {_ALIKE} AND t.leased_by <> :who AND t.leased_until >= CAST(:now AS timestamptz))
        ORDER BY s.value DESC, s.id DESC LIMIT :count
    """)
    value, id_ = after or (0.0, None)
    asked = {"state": "open", "kind": kind, "min_score": min_score, "value": value, "id": id_, "only": only}
    best = [row.id for row in await tx.rows(picked, {**asked, "who": reviewer, "now": tx.at, "count": count})]
    lease = text(f"""
        UPDATE suggestion
        SET leased_by = :who, leased_until = CAST(:now AS timestamptz) + make_interval(mins => :minutes)
        WHERE id IN (SELECT alike.id {_SIDES} CROSS JOIN LATERAL (SELECT t.id {_ALIKE}) AS alike WHERE s.id = ANY(:ids))
    """)
    await tx.execute(lease, {"who": reviewer, "now": tx.at, "minutes": minutes, "ids": best})
    return await tx.maps(_pairs("WHERE s.id = ANY(:ids) ORDER BY s.value DESC, s.id DESC"), {"ids": best})


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
