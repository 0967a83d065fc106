"""Which of a driver's errors mean that the database is away, busy or out of room, rather than asked something wrong."""

from typing import Final

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from service.errors import Busy

_DISK_FULL: Final = "53100"
_PASSING: Final = frozenset(
    {"55P03", "40P01", "40001", "57P01", "57P02", "57P03", "53300", _DISK_FULL, "25P03", "57014"}
)
_AWAY: Final = (OSError, asyncpg.InterfaceError, asyncpg.PostgresConnectionError)
_HARMLESS: Final = "sending the same again is harmless."


def outage(error: Exception) -> Busy | None:
    """What to answer instead of `error`, which SQLAlchemy or asyncpg itself raised; None for a defect of ours."""
    state = _state(error)
    if state == _DISK_FULL:
        return Busy(f"The disk of the registry's database is full. Nothing was written; {_HARMLESS}", retry_after=60)
    if state in _PASSING or _is_away(error):
        return Busy(f"The registry's database is busy, away or can't be reached; {_HARMLESS}")
    return None


def _state(error: Exception) -> str | None:
    """The SQLSTATE of PostgreSQL's own errors."""
    told = error.orig if isinstance(error, DBAPIError) else error
    return getattr(told, "sqlstate", None)


def _is_away(error: Exception) -> bool:
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(error, InterfaceError | OperationalError)
    return isinstance(error, _AWAY)
