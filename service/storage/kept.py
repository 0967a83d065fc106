"""What a process has counted, and when it may count again."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import asyncpg

_SEQ = "SELECT seq FROM clock"


@dataclass(slots=True)
class Kept:
    """A count as of the change `seq`; `turn` is held by whoever counts, so that nobody counts the same meanwhile."""

    seq: int = -1
    fresh_until: float = 0.0
    value: Any = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


async def last_change(pool: asyncpg.Pool) -> int:
    """The number of the last change."""
    seq: int = await pool.fetchval(_SEQ)
    return seq
