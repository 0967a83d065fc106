"""A submission cut short while candidates are looked for: nothing is written, and its connection serves the next."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from service.errors import Busy
from service.settings import Settings
from service.storage import candidates
from service.storage.engine import open_database
from service.usecases.find_matches import AT_A_TIME, Workspace
from tests.service.usecases.registry import Registry, casualty

BATCH = [casualty(f"Тестов Тест Образцович{n}", source=f"s{n}") for n in range(2 * AT_A_TIME)]
SLEEP = "SELECT pg_sleep(60)"
Opener = Callable[..., Awaitable[Registry]]
Ask = Callable[[asyncpg.Connection], Awaitable[Any]]


@pytest.fixture
async def narrow(fresh_address: str, tmp_path: Path) -> AsyncIterator[Opener]:
    """Opens a registry with one connection that writes, which the next submission gets as this one left it."""
    async with AsyncExitStack() as stack:

        async def opener(**settings: Any) -> Registry:
            given = Settings(database_url=fresh_address, data_dir=tmp_path, write_connections=1, **settings)
            return Registry(await stack.enter_async_context(open_database(given)))

        yield opener


def ask_instead(monkeypatch: pytest.MonkeyPatch, ask: Ask) -> asyncio.Event:
    """The second question for candidates becomes another; set when it is asked, while the first are decided."""
    asked, original, calls = asyncio.Event(), candidates.find, 0

    async def find(conn: asyncpg.Connection, *arguments: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls != 2:
            return await original(conn, *arguments, **more)
        asked.set()
        return await ask(conn)

    monkeypatch.setattr(candidates, "find", find)
    return asked


async def sleeping(conn: asyncpg.Connection) -> None:
    await conn.fetch(SLEEP)


async def nothing_is_left(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """No rows, no statement that runs on, no task; and the connection takes the same batch."""
    monkeypatch.undo()
    for table in ("report", "record", "document", "change", "candidate"):
        assert await registry.db.reads.fetchval(f"SELECT count(*) FROM {table}") == 0
    assert {one["outcome"] for one in await registry.submit(*BATCH)} == {"created"}
    running = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = $1"
    assert await registry.db.reads.fetchval(running, SLEEP) == 0
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_request_that_is_cancelled(narrow: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = await narrow()
    asked = ask_instead(monkeypatch, sleeping)
    request = asyncio.create_task(registry.submit(*BATCH))
    await asked.wait()
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(request, 10)
    await nothing_is_left(registry, monkeypatch)


async def test_a_question_that_takes_too_long(narrow: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = await narrow(statement_timeout=0.5)
    ask_instead(monkeypatch, sleeping)
    with pytest.raises(Busy):
        await registry.submit(*BATCH)
    await nothing_is_left(registry, monkeypatch)


async def test_a_database_that_goes_away(narrow: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = await narrow()

    async def killed(conn: asyncpg.Connection) -> None:
        kill = registry.db.reads.fetchval("SELECT pg_terminate_backend($1)", conn.get_server_pid())
        await asyncio.gather(conn.fetch(SLEEP), kill)

    ask_instead(monkeypatch, killed)
    with pytest.raises(Busy):
        await registry.submit(*BATCH)
    await nothing_is_left(registry, monkeypatch)


@pytest.mark.parametrize("ask", [sleeping, "fails"])
async def test_looking_through_candidates_that_fails(
    narrow: Opener, monkeypatch: pytest.MonkeyPatch, ask: Ask | str
) -> None:
    """Then nobody waits for the next candidates, nor hears of what became of the question."""
    registry = await narrow()

    async def failing(conn: asyncpg.Connection) -> None:
        raise LookupError

    def take(*_arguments: object) -> None:
        raise ArithmeticError

    unheard: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: unheard.append(context))
    ask_instead(monkeypatch, failing if isinstance(ask, str) else ask)
    monkeypatch.setattr(Workspace, "take", take)
    with pytest.raises(ArithmeticError):
        await asyncio.wait_for(registry.submit(*BATCH), 10)
    gc.collect()
    assert unheard == []
    await nothing_is_left(registry, monkeypatch)
