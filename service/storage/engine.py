"""The way to PostgreSQL: an engine that writes, a pool that only reads, the embedded server if no other is named."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg
import orjson
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from matching.model import SHIPPED, Weights
from service.errors import Busy
from service.registry.inputs import Reference
from service.settings import Settings, learnt_weights, secret_key
from service.storage.embedded import embedded_database
from service.storage.feed import Tail
from service.storage.json_text import to_json
from service.storage.kept import Kept
from service.storage.reading import Coalesced

OLDEST_SERVER: Final = 15
_CONNECT_TIMEOUT: Final = 10.0
_AWAY: Final = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.QueryCanceledError,
    asyncpg.LockNotAvailableError,
)


@dataclass(slots=True)
class Database:
    """An open database. `engine` writes (SQLAlchemy); `reads` (asyncpg, or a replica's) refuses to write.

    `address` is the writing one as asyncpg and libpq read it. JSON columns come and go as Python values on both.
    `secret` is the key of keyed hashes. `reference` holds the reference lists of one edition, once they are read.
    `weights` are those that scores follow here. `kept` are counts by name (`usecases/kept.py`).
    """

    address: str
    engine: AsyncEngine
    reads: asyncpg.Pool
    settings: Settings
    secret: bytes
    coalesced: Coalesced
    tail: Tail
    registry_id: str | None = None
    kept: dict[str, Kept] = field(default_factory=dict)
    reference: tuple[int, Reference] | None = None
    weights: Weights = SHIPPED

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[asyncpg.Connection]:
        """A connection of the reading pool. Raises Busy when none is free in time or the database is away."""
        try:
            async with self.reads.acquire(timeout=self.settings.lock_timeout) as connection:
                yield connection
        except _AWAY as error:
            raise Busy("The registry's database is busy or away.") from error


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """Open the database of the settings; without an address, start or join the embedded server of the data directory.

    Raises SettingsError for a secret key or model that can't be used, EmbeddedError, or Busy if the server can't be
    reached or is older than PostgreSQL 15.
    """
    async with AsyncExitStack() as stack:
        if settings.database_url is None:
            address = await stack.enter_async_context(embedded_database(settings.data_dir))
        else:
            address = asyncpg_address(settings.database_url)
        await _check_server(address)
        engine = writing_engine(address, settings)
        stack.push_async_callback(engine.dispose)
        replica = settings.read_database_url
        reads = reading_pool(asyncpg_address(replica) if replica else address, settings)
        stack.push_async_callback(_close, reads)
        try:
            await reads
        except _AWAY as error:
            raise Busy(f"The database for reads can't be reached: {error}") from error
        yield Database(
            address, engine, reads, settings, secret_key(settings), Coalesced(reads), Tail(reads),
            weights=learnt_weights(settings),
        )  # fmt: skip


def writing_engine(address: str, settings: Settings) -> AsyncEngine:
    """SQLAlchemy's engine on an asyncpg address. Errors never hold a statement's parameters, for those are names."""
    connect = partial(
        asyncpg.connect, address, timeout=_CONNECT_TIMEOUT, server_settings=_server_settings("write", settings)
    )
    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        pool_size=settings.write_connections,
        max_overflow=0,
        pool_timeout=settings.lock_timeout,
        pool_pre_ping=True,
        hide_parameters=True,
        json_serializer=to_json,
        json_deserializer=orjson.loads,
    )


def reading_pool(address: str, settings: Settings) -> asyncpg.Pool:
    """asyncpg's pool whose every transaction is read-only; open it with `async with`."""
    return asyncpg.create_pool(
        address,
        min_size=1,
        max_size=settings.read_connections,
        timeout=_CONNECT_TIMEOUT,
        init=_use_json,
        reset=_keep,
        server_settings={**_server_settings("read", settings), "default_transaction_read_only": "on"},
    )


@asynccontextmanager
async def reading_once(address: str, settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    """A connection that only reads, for one piece of work in a process of its own. Raises Busy when it is away."""
    try:
        async with reading_pool(address, settings) as pool, pool.acquire() as connection:
            yield connection
    except _AWAY as error:
        raise Busy(f"The registry's database is busy or can't be reached: {type(error).__name__}") from error


def asyncpg_address(url: str) -> str:
    """The address of an operator (`postgres://`, `postgresql://`, `postgresql+asyncpg://`) as asyncpg reads it."""
    parts = urlsplit(url)
    query = urlencode(
        [("sslmode" if name == "ssl" else name, value) for name, value in parse_qsl(parts.query)], safe="/"
    )
    return urlunsplit(("postgresql", parts.netloc, parts.path, query, ""))


async def _close(pool: asyncpg.Pool) -> None:
    """Close a pool, whose connections may be gone by now: that is no failure of the work that is over."""
    try:
        await pool.close()
    except _AWAY:
        pool.terminate()


async def _check_server(address: str) -> None:
    try:
        connection = await asyncpg.connect(address, timeout=_CONNECT_TIMEOUT)
    except (*_AWAY, asyncpg.PostgresError, ValueError) as error:
        raise Busy(f"The database can't be reached: {error or type(error).__name__}") from error
    try:
        version = connection.get_server_version()
    finally:
        await connection.close()
    if version.major < OLDEST_SERVER:
        raise Busy(f"The database is PostgreSQL {version.major}; Poimenno needs {OLDEST_SERVER} or later.")


def _server_settings(part: str, settings: Settings) -> dict[str, str]:
    return {
        "application_name": f"poimenno {part}",
        "timezone": "UTC",
        # Our statements are short; compiling one takes longer than running it.
        "jit": "off",
        "statement_timeout": _milliseconds(settings.statement_timeout),
        "lock_timeout": _milliseconds(settings.lock_timeout),
        "idle_in_transaction_session_timeout": _milliseconds(settings.idle_transaction_timeout),
    }


def _milliseconds(seconds: float) -> str:
    return str(max(1, round(seconds * 1000)))


async def _use_json(connection: asyncpg.Connection) -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, schema="pg_catalog", encoder=to_json, decoder=orjson.loads)


async def _keep(connection: asyncpg.Connection) -> None:
    """Hand a reading connection on as it is: nobody sets anything on one, and asyncpg's reset costs a round trip.

    (asyncpg has by then ended a transaction that was left open and dropped listeners.)
    """
