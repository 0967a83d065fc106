"""Which failures mean that the database is away for a moment, rather than that we made a mistake."""

from typing import Final

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# SQLSTATE (PostgreSQL manual, appendix A): connection, resources, operator, system; locks and read-only standby.
_CLASSES: Final = ("08", "53", "57", "58")
_CODES: Final = ("55P03", "40001", "40P01", "25006", "25P03")


def is_outage(error: BaseException) -> bool:
    """Whether the same request may well succeed in a moment."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or (error.orig is not None and is_outage(error.orig))
    if isinstance(error, OSError | PoolTimeout | asyncpg.InterfaceError):
        return True
    code = getattr(error, "sqlstate", None)
    return isinstance(code, str) and (code.startswith(_CLASSES) or code in _CODES)
