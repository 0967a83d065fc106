"""Two services tell webhooks of many changes, and are killed at any moment: each change is told, in order, and once.

Once, but for the message that a killed process had on its way: whether it arrived, nobody can know, so it is sent again
under the same id.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from service.settings import Settings
from service.storage.engine import open_database
from tests.faults.rounds import TRIED, rounds
from tests.receiving import LOOPBACK, Receiver, is_signed, receiving
from tests.served import ServedService
from tests.service.usecases.hooks import Hooks, open_hooks
from tests.service.usecases.registry import Registry, casualty

ROUNDS, REPORTS, HOOKS = rounds(1, 12), 60, 3
IN_TIME = 60.0
TIMEOUT = 2.0
"""Seconds that a target has; a dead process's webhooks are taken over after three times as long."""

Start = Callable[..., ServedService]


@pytest.mark.parametrize("killing", [False, True], ids=["both live", "one is killed"])
async def test_each_change_is_told_once_and_in_order(
    fresh_address: str,
    serve_on: Start,
    killing: bool,
    record_property: Callable[[str, object], None],
) -> None:
    more = {"webhook_networks": LOOPBACK, "webhook_timeout": str(TIMEOUT)}
    services = [serve_on(fresh_address, **more) for _ in range(2)]
    settings = Settings(database_url=fresh_address, data_dir=services[0].data_dir)
    chance, kills = Random(11), 0
    with receiving() as receiver:
        async with open_database(settings) as db:
            hooks = await open_hooks(Registry(db))
            made = [await hooks.add(f"{receiver.url}/{n}", include="record") for n in range(HOOKS)]
            for number in range(ROUNDS):
                before = len(receiver.received)
                await submit(hooks, number)
                if killing:
                    some = before + chance.randrange(REPORTS * HOOKS // 2)
                    assert await wait(receiver, lambda some=some: len(receiver.received) > some)  # type: ignore[misc]
                    services.pop(chance.randrange(2)).process.kill()
                    kills += 1
                    services.append(serve_on(fresh_address, **more))
                assert await wait(receiver, lambda n=number: is_complete(receiver, (n + 1) * REPORTS))  # type: ignore[misc]
            await hold(hooks, receiver, made, kills)
    record_property(TRIED, f"{kills} kills, {len(receiver.received)} messages of {ROUNDS * REPORTS * HOOKS}")


async def submit(hooks: Hooks, number: int) -> None:
    """A round's reports, in batches, each of somebody of his own."""
    for batch in range(6):
        reports = [
            casualty(f"Тестов{number}-{batch}-{n} Тест", source=f"s{number}-{batch}-{n}") for n in range(REPORTS // 6)
        ]
        await hooks.registry.put(*reports)


async def wait(receiver: Receiver, enough: Callable[[], bool]) -> bool:
    return await asyncio.to_thread(receiver.wait, enough, IN_TIME)


def is_complete(receiver: Receiver, count: int) -> bool:
    return len({one.id for one in receiver.received}) >= count * HOOKS


async def hold(hooks: Hooks, receiver: Receiver, made: list[dict[str, Any]], kills: int) -> None:
    """Every webhook heard every change of the feed in its order; twice only what was on its way at a kill."""
    for n, hook in enumerate(made):
        heard = [one for one in receiver.received if one.path == f"/hook/{n}"]
        assert all(is_signed(one, hook["secret"]) for one in heard)
        numbers = [one.message["data"]["seq"] for one in heard]
        assert sorted(set(numbers)) == list(range(1, ROUNDS * REPORTS + 1))
        assert all(left <= right for left, right in pairwise(numbers)), numbers
        assert sum(times - 1 for times in Counter(numbers).values()) <= kills
        assert (await hooks.read(hook))["failures"] == 0
