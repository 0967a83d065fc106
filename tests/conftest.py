"""One PostgreSQL for the whole run, a migrated template in it, and a clone for whoever needs one.

What needs a database is imported by the fixtures that open one, so that tests of pure code load none of it.
"""

import asyncio
import contextlib
import csv
import itertools
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.served import ServedService, serve

if TYPE_CHECKING:
    from service.storage.engine import Database
    from service.storage.transaction import Tx

# The same examples on every machine and in every run, unless `make test-full` looks for new ones.
settings.register_profile("default", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("full", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

_DIRECTORY = pytest.StashKey[Path]()
_CONTROLLER = pytest.StashKey[ExitStack]()
_TEMPLATE = "template_poimenno"
_numbers = itertools.count(1)
_FIELD_SIZE_LIMIT = csv.field_size_limit()


def pytest_runtest_setup() -> None:
    """What exports are held to (frictionless) raises this limit for the whole process when it loads its readers."""
    csv.field_size_limit(_FIELD_SIZE_LIMIT)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """pytest-xdist: the controller makes one directory for the servers of all its workers."""
    from service.storage.embedded.scratch import scratch_directory

    config = node.config  # type: ignore[attr-defined]
    if _DIRECTORY not in config.stash:
        config.stash[_CONTROLLER] = ExitStack()
        config.stash[_DIRECTORY] = config.stash[_CONTROLLER].enter_context(scratch_directory())
    node.workerinput["cluster"] = str(config.stash[_DIRECTORY])  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    """The controller's directory goes when every worker has left."""
    if _CONTROLLER in config.stash:
        config.stash[_CONTROLLER].close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests of faults tried, and how often."""
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            if name == "tried":
                terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {value}")


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_the_machine() -> None:
    """What a developer's shell sets is not what is tested."""
    for name in [name for name in os.environ if name.upper().startswith("POIMENNO_")]:
        del os.environ[name]


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the run's server, with the migrated template in it; xdist's workers share it."""
    from service.storage.embedded import embedded_database
    from service.storage.embedded.lock import exclusively
    from service.storage.embedded.scratch import FORGETFUL, scratch_directory

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
async def database(worker_database: str, tmp_path: Path) -> AsyncIterator["Database"]:
    """The shared clone, opened; for tests that leave nothing behind in it."""
    async with _open(worker_database, tmp_path) as opened:
        yield opened


@pytest.fixture
async def tx(database: "Database") -> AsyncIterator["Tx"]:
    """A writing transaction that is rolled back."""
    from service.storage.transaction import writing

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
async def fresh_database(fresh_address: str, tmp_path: Path) -> AsyncIterator["Database"]:
    """A migrated, empty database of the test's own, opened, for tests that commit."""
    async with _open(fresh_address, tmp_path) as opened:
        yield opened


@pytest.fixture
def second_address(cluster: str) -> Iterator[str]:
    """The address of another such database, for tests that compare two."""
    with _clone(cluster) as address:
        yield address


@pytest.fixture
async def second_database(second_address: str, tmp_path: Path) -> AsyncIterator["Database"]:
    """Another migrated, empty database of the test's own, opened."""
    async with _open(second_address, tmp_path / "second") as opened:
        yield opened


@pytest.fixture
def serve_on(tmp_path: Path) -> Iterator[Callable[[str], ServedService]]:
    """Starts `poimenno serve` as a process on a database's address and a free port; ended with the test."""
    with ExitStack() as stack:
        yield lambda address, **more: stack.enter_context(serve(tmp_path / "served", database_url=address, **more))


class _RolledBackError(Exception):
    """Ends a test's transaction without a commit."""


def _open(address: str, data_dir: Path) -> contextlib.AbstractAsyncContextManager["Database"]:
    from service.settings import Settings
    from service.storage.engine import open_database

    return open_database(Settings(database_url=address, data_dir=data_dir))


@contextlib.contextmanager
def _clone(cluster: str) -> Iterator[str]:
    name = f"clone_{os.getpid()}_{next(_numbers)}"
    asyncio.run(_execute(cluster, f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE} STRATEGY file_copy"))
    try:
        yield _sibling(cluster, name)
    finally:
        asyncio.run(_execute(cluster, f"DROP DATABASE {name} WITH (FORCE)"))


async def _make_template(cluster: str) -> None:
    import asyncpg

    from service.settings import Settings
    from service.storage.engine import writing_engine
    from service.storage.migrate import upgrade

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
    import asyncpg

    connection = await asyncpg.connect(address)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _sibling(address: str, database: str) -> str:
    return address.replace("@/poimenno?", f"@/{database}?")
