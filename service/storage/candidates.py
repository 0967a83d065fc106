"""Candidates: records that share blocking keys with a query, best overlap first, from one indexed look-up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from service.storage.tables import CandidateRow, table
from service.storage.transaction import Tx

_ROWS = table(CandidateRow)

# How many records are scored for one query; beyond it the overlap is of common keys alone.
CANDIDATES = 60

Keys = Sequence[tuple[int, float]]

# Rows that one key may bring: a lone very common surname is bounded, and the rest of its bearers are namesakes.
_ROWS_PER_KEY = 3_000

_FIND = f"""
    SELECT q.n, found.record_id, found.kind, found.overlap, found.profile
    FROM (SELECT n, array_agg(key) AS keys, array_agg(weight) AS weights
          FROM unnest($1::int[], $2::int[], $3::float8[]) AS t(n, key, weight) GROUP BY n) AS q
    CROSS JOIN LATERAL (
        SELECT c.record_id, c.kind, best.overlap, {{profile}} AS profile
        FROM (SELECT hit.place, sum(k.weight) AS overlap
              FROM unnest(q.keys, q.weights) AS k(key, weight)
              CROSS JOIN LATERAL (SELECT c.ctid AS place FROM candidate c
                                  WHERE c.keys @> ARRAY[k.key] AND c.kind = ANY($5) {{where}}
                                  LIMIT {_ROWS_PER_KEY}) AS hit
              GROUP BY hit.place ORDER BY overlap DESC, hit.place LIMIT $4) AS best
        JOIN candidate c ON c.ctid = best.place) AS found
    ORDER BY q.n, found.overlap DESC, found.record_id
"""
_FIND_PUBLIC = _FIND.format(profile="coalesce(c.public_profile, c.profile)", where="AND c.public")
_FIND_ALL = _FIND.format(profile="c.profile", where="")


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate record, the bits that its shared keys tell, and its stored profiles."""

    record_id: str
    kind: str
    overlap: float
    profile: bytes


async def find(
    conn: asyncpg.Connection, queries: Sequence[Keys], kinds: Sequence[str], *, public: bool, limit: int = CANDIDATES
) -> dict[int, list[Found]]:
    """For each query (by its index), up to `limit` records that share keys with it, best overlap first."""
    flat = [(n, key, weight) for n, keys in enumerate(queries) for key, weight in keys]
    if not flat:
        return {}
    numbers, keys, weights = (list(column) for column in zip(*flat, strict=True))
    statement = _FIND_PUBLIC if public else _FIND_ALL
    found: dict[int, list[Found]] = defaultdict(list)
    for row in await conn.fetch(statement, numbers, keys, weights, limit, list(kinds)):
        found[row["n"]].append(Found(*row[1:]))
    return found


async def find_in(tx: Tx, queries: Sequence[Keys], kinds: Sequence[str]) -> dict[int, list[Found]]:
    """The same among all records, hidden values included, inside a writing transaction."""
    # The planner knows nothing of the arrays it will be given, and would rather read a small table whole.
    await tx.execute(text("SET LOCAL enable_seqscan = off"))
    return await find(await driver(tx), queries, kinds, public=False)


async def driver(tx: Tx) -> Any:
    """asyncpg's own connection under a transaction."""
    return (await tx.conn.get_raw_connection()).driver_connection


async def put(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store what matching reads of these records."""
    if not rows:
        return
    statement = insert(_ROWS)
    changed = {name: statement.excluded[name] for name in ("public", "keys", "profile", "public_profile")}
    await tx.execute(statement.on_conflict_do_update(index_elements=["record_id"], set_=changed), list(rows))


async def remove(tx: Tx, record_ids: Iterable[str]) -> None:
    """Take records that were merged away or withdrawn for want of reports out of every look-up."""
    ids = list(record_ids)
    if ids:
        await tx.execute(text("DELETE FROM candidate WHERE record_id = ANY(:ids)"), {"ids": ids})


async def profiles(tx: Tx, record_ids: Iterable[str]) -> dict[str, bytes]:
    """The stored profiles of records."""
    found = await tx.rows(text("SELECT record_id, profile FROM candidate WHERE record_id = ANY(:ids)"),
                          {"ids": list(record_ids)})  # fmt: skip
    return {id_: bytes(profile) for id_, profile in found}
