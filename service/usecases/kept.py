"""Counts of the whole registry: made again only when it has changed, and then for a small share of the time."""

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Final, TypeVar

from service.storage.engine import Database
from service.storage.kept import Kept, last_change

T = TypeVar("T")

_SHARE: Final = 20
"""Counting may take a twentieth of the time at most, however large the registry."""
_MOST: Final = 256


async def kept(db: Database, name: str, count: Callable[[], Awaitable[T]]) -> T:
    """What `count` answered under this name, counted anew if the registry has changed and enough time has passed."""
    held = _held(db, name)
    if _is_due(held, await last_change(db.reads)):
        async with held.turn:
            seq = await last_change(db.reads)
            if _is_due(held, seq):
                began = monotonic()
                held.value = await count()
                held.seq, held.fresh_until = seq, monotonic() + _SHARE * (monotonic() - began)
    found: T = held.value
    return found


def _is_due(held: Kept, seq: int) -> bool:
    return seq != held.seq and monotonic() >= held.fresh_until


def _held(db: Database, name: str) -> Kept:
    """The place of a name; of too many the one that was asked for longest ago makes room."""
    held = db.kept.pop(name, None) or Kept()
    db.kept[name] = held
    while len(db.kept) > _MOST:
        del db.kept[next(iter(db.kept))]
    return held
