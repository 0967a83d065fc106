"""Which errors mean that the database is away, busy or out of room, rather than asked something wrong."""

from typing import Final

import asyncpg
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from service.errors import Busy

# By SQLSTATE (PostgreSQL's manual, appendix A): lock not available, deadlock, serialisation, idle in transaction.
_PASSING: Final = frozenset({"55P03", "40P01", "40001", "25P03"})
_CLASSES: Final = ("08", "53", "57")
"""Connection, insufficient resources, operator intervention."""
_DISK_FULL: Final = "53100"
_HARMLESS: Final = "sending the same again is harmless."


def outage(error: BaseException) -> Busy | None:
    """What to answer instead of `error`; None where it is a defect of ours.

    Errors come from SQLAlchemy, from asyncpg itself (connecting, and where a statement goes round SQLAlchemy), from
    sockets, and from waiting for a connection of the pool.
    """
    state = _state(error)
    if state == _DISK_FULL:
        return Busy(f"The disk of the registry's database is full. Nothing was written; {_HARMLESS}", retry_after=60)
    if state in _PASSING or state.startswith(_CLASSES) or _is_away(error):
        return Busy(f"The registry's database is busy, away or can't be reached; {_HARMLESS}")
    return None


def _state(error: BaseException) -> str:
    """The SQLSTATE of PostgreSQL's own errors, else nothing."""
    told = getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlstate", None)
    return told if isinstance(told, str) else ""


def _is_away(error: BaseException) -> bool:
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(error, OperationalError)
    if isinstance(error, asyncpg.InterfaceError):
        return not isinstance(error, ValueError)  # that is asyncpg.DataError: an argument of the wrong type
    return isinstance(error, OSError | PoolTimeoutError)
