"""One PostgreSQL for the whole run, a migrated template in it, and a clone for whoever needs one."""

import asyncio
import contextlib
import itertools
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import asyncpg
import pytest

from service.settings import Settings
from service.storage.embedded import embedded_database
from service.storage.embedded.lock import exclusively
from service.storage.embedded.scratch import FORGETFUL, scratch_directory
from service.storage.engine import Database, open_database, writing_engine
from service.storage.migrate import upgrade
from service.storage.transaction import Tx, writing
from tests.served import ServedService, serve

_DIRECTORY = pytest.StashKey[Path]()
_OPEN = pytest.StashKey[ExitStack]()
_TEMPLATE = "template_poimenno"
_numbers = itertools.count(1)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """pytest-xdist: the controller makes one directory for the servers of all its workers."""
    config = node.config  # type: ignore[attr-defined]
    if _DIRECTORY not in config.stash:
        config.stash[_OPEN] = ExitStack()
        config.stash[_DIRECTORY] = config.stash[_OPEN].enter_context(scratch_directory())
    node.workerinput["cluster"] = str(config.stash[_DIRECTORY])  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    """The controller's directory goes when every worker has left."""
    if _OPEN in config.stash:
        config.stash[_OPEN].close()


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_the_machine() -> None:
    """What a developer's shell sets is not what is tested."""
    for name in [name for name in os.environ if name.upper().startswith("POIMENNO_")]:
        del os.environ[name]


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the run's server, with the migrated template in it; xdist's workers share it."""
    with ExitStack() as stack:
        shared = getattr(request.config, "workerinput", {}).get("cluster")
        directory = Path(shared) if shared else stack.enter_context(scratch_directory())
        address = stack.enter_context(embedded_database(directory, changes=FORGETFUL))
        with exclusively(directory / "template.lock", 120):
            asyncio.run(_make_template(address))
        yield address


@pytest.fixture(scope="session")
def worker_database(cluster: str) -> Iterator[str]:
    """The address of a clone that the tests of one worker share: whoever uses it rolls back."""
    with _clone(cluster) as address:
        yield address


@pytest.fixture
async def database(worker_database: str, tmp_path: Path) -> AsyncIterator[Database]:
    """The shared clone, opened; for tests that leave nothing behind in it."""
    async with open_database(Settings(database_url=worker_database, data_dir=tmp_path)) as opened:
        yield opened


@pytest.fixture
async def tx(database: Database) -> AsyncIterator[Tx]:
    """A writing transaction that is rolled back."""
    with contextlib.suppress(_RolledBackError):
        async with writing(database.engine) as open_transaction:
            yield open_transaction
            raise _RolledBackError


@pytest.fixture
def fresh_address(cluster: str) -> Iterator[str]:
    """The address of a migrated, empty database of the test's own."""
    with _clone(cluster) as address:
        yield address


@pytest.fixture
async def fresh_database(fresh_address: str, tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated, empty database of the test's own, opened, for tests that commit."""
    async with open_database(Settings(database_url=fresh_address, data_dir=tmp_path)) as opened:
        yield opened


@pytest.fixture
def serve_on(tmp_path: Path) -> Iterator[Callable[[str], ServedService]]:
    """Starts `poimenno serve` as a process on a database's address and a free port; ended with the test."""
    with ExitStack() as stack:
        yield lambda address, **more: stack.enter_context(serve(tmp_path / "served", database_url=address, **more))


class _RolledBackError(Exception):
    """Ends a test's transaction without a commit."""


@contextlib.contextmanager
def _clone(cluster: str) -> Iterator[str]:
    name = f"clone_{os.getpid()}_{next(_numbers)}"
    asyncio.run(_execute(cluster, f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE} STRATEGY file_copy"))
    try:
        yield _sibling(cluster, name)
    finally:
        asyncio.run(_execute(cluster, f"DROP DATABASE {name} WITH (FORCE)"))


async def _make_template(cluster: str) -> None:
    connection = await asyncpg.connect(cluster)
    try:
        if await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", _TEMPLATE):
            return
        await connection.execute("CREATE DATABASE unfinished")
        engine = writing_engine(_sibling(cluster, "unfinished"), Settings())
        try:
            await upgrade(engine)
        finally:
            await engine.dispose()
        await connection.execute(f"ALTER DATABASE unfinished RENAME TO {_TEMPLATE}")
    finally:
        await connection.close()


async def _execute(address: str, statement: str) -> None:
    connection = await asyncpg.connect(address)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _sibling(address: str, database: str) -> str:
    return address.replace("@/poimenno?", f"@/{database}?")
