"""Candidates: records that share blocking keys with a query, best overlap first, from one indexed look-up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import text

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
    FROM (SELECT n, keys::int[], weights::float8[]
          FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS t(keys, weights, n)) AS q
    CROSS JOIN LATERAL (
        SELECT c.record_id, c.kind, best.overlap, {{profile}} AS profile
        FROM (SELECT hit.place, sum(k.weight) AS overlap
              FROM unnest(q.keys, q.weights) AS k(key, weight)
              CROSS JOIN LATERAL (SELECT c.ctid AS place, c.record_id FROM candidate c
                                  WHERE c.keys @> ARRAY[k.key] AND c.kind = ANY($4) {{where}}
                                  LIMIT {_ROWS_PER_KEY}) AS hit
              GROUP BY hit.place, hit.record_id
              ORDER BY overlap DESC, hit.record_id COLLATE "C" LIMIT $3) AS best
        JOIN candidate c ON c.ctid = best.place) AS found
    ORDER BY q.n, found.overlap DESC, found.record_id COLLATE "C"
"""
_FIND_PUBLIC = _FIND.format(profile="coalesce(c.public_profile, c.profile)", where="AND c.public")
_FIND_ALL = _FIND.format(profile="c.profile", where="")

# A record's first change tells its age to the number, where many were made at one time.
_BORN = """
    SELECT c.record_id, c.kind, b.seq, c.profile FROM change b JOIN candidate c ON c.record_id = b.record_id
    WHERE b.seq > $1 AND b.seq <= $2 AND b.version = 1 AND c.public ORDER BY b.seq
"""
# The log doesn't name a withdrawn record that got a report: nothing of it is shown. Its row tells who wrote it last.
_CHANGED = """
    SELECT b.record_id, c.kind, c.keys, c.profile
    FROM (SELECT record_id FROM change WHERE seq > $1
          UNION SELECT record_id FROM candidate WHERE NOT public AND age(xmin) <= age(CAST($2::text AS xid))) b
    LEFT JOIN candidate c ON c.record_id = b.record_id ORDER BY b.record_id
"""
_NOW = text("SELECT seq, CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS xid) AS text) AS oldest FROM clock")
_BIRTHS = "SELECT record_id, seq FROM change WHERE record_id = ANY($1) AND version = 1"


class Found(NamedTuple):
    """A candidate record, the bits that its shared keys tell, and its stored profiles."""

    record_id: str
    kind: str
    overlap: float
    profile: bytes


async def find(
    conn: asyncpg.Connection, queries: Sequence[Keys], kinds: Sequence[str], *, public: bool, limit: int = CANDIDATES
) -> dict[int, list[Found]]:
    """For each query (by its index), up to `limit` records that share keys with it, best overlap first."""
    if not any(queries):
        return {}
    # As text, since asyncpg asks of every number in an array whether it is an array too.
    keys = [f"{{{','.join(str(key) for key, _ in query)}}}" for query in queries]
    weights = [f"{{{','.join(str(weight) for _, weight in query)}}}" for query in queries]
    statement = _FIND_PUBLIC if public else _FIND_ALL
    found: dict[int, list[Found]] = defaultdict(list)
    for row in await conn.fetch(statement, keys, weights, limit, list(kinds)):
        found[row[0] - 1].append(Found._make(row[1:]))
    return found


@dataclass(frozen=True, slots=True)
class Born:
    """A published record that matching reads, its stored profiles, and its number in the order of first publication."""

    record_id: str
    kind: str
    seq: int
    profile: bytes


async def born_between(conn: asyncpg.Connection, after: int, upto: int) -> list[Born]:
    """The records, as they stand, whose first change has a number above `after` and up to `upto`, in that order."""
    rows = await conn.fetch(_BORN, after, upto)
    return [Born(*row) for row in rows]


async def births(conn: asyncpg.Connection, record_ids: Sequence[str]) -> dict[str, int]:
    """The number of each record's first change."""
    return dict(await conn.fetch(_BIRTHS, list(record_ids)))


class Changed(NamedTuple):
    """A record that was written; what matching reads of it, where it reads it still."""

    record_id: str
    kind: str
    keys: list[int] | None
    profile: bytes


class Moment(NamedTuple):
    """What was committed at a moment: changes up to a number, and all transactions older than the oldest open one."""

    seq: int
    oldest: str


async def moment(tx: Tx) -> Moment:
    """This moment."""
    row = (await tx.execute(_NOW)).one()
    return Moment(row.seq, row.oldest)


async def changed_since(tx: Tx, seen: Moment) -> list[Changed]:
    """The records that were written since; some that were not may be among the withdrawn ones."""
    return [Changed._make(row) for row in await (await tx.driver()).fetch(_CHANGED, *seen)]


async def searching(tx: Tx) -> asyncpg.Connection:
    """The connection of a writing transaction, for `find` among its own uncommitted rows as well."""
    # The planner knows nothing of the arrays it will be given, and would rather read a small table whole.
    await tx.execute(text("SET LOCAL enable_seqscan = off"))
    return await tx.driver()


async def put(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store what matching reads of these records, none of which has a row."""
    await tx.copy(_ROWS, rows)


async def remove(tx: Tx, record_ids: Iterable[str]) -> None:
    """Take records out of every look-up."""
    ids = list(record_ids)
    if ids:
        await tx.execute(text("DELETE FROM candidate WHERE record_id = ANY(:ids)"), {"ids": ids})


async def profiles(tx: Tx, record_ids: Iterable[str]) -> dict[str, bytes]:
    """The stored profiles of records."""
    found = await tx.rows(text("SELECT record_id, profile FROM candidate WHERE record_id = ANY(:ids)"),
                          {"ids": list(record_ids)})  # fmt: skip
    return {id_: bytes(profile) for id_, profile in found}
