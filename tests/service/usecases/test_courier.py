"""What goes round in a process: it begins what is due, outlives what goes wrong, and ends when it is told to."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from service.errors import Unprocessable
from service.usecases import webhooks
from service.usecases.courier import Courier
from tests.receiving import Receiver, Reply, receiving
from tests.service.usecases.hooks import Hooks
from tests.service.usecases.registry import casualty


async def heard(receiver: Receiver, count: int) -> bool:
    return await asyncio.to_thread(receiver.wait, lambda: len(receiver.received) >= count, 20)


async def leases(hooks: Hooks) -> list[Any]:
    return [row[0] for row in await hooks.registry.db.reads.fetch("SELECT lease FROM webhook ORDER BY created_at")]


async def test_changes_are_told_as_they_come_until_it_is_closed(hooks: Hooks, receiver: Receiver) -> None:
    await hooks.add(receiver.url)
    courier = Courier(hooks.means, every=0.01)
    courier.start()
    for n in range(3):
        await hooks.registry.put(casualty(f"Тестов{n} Тест", source=f"s{n}"))
        assert await heard(receiver, n + 1)
    await courier.close()
    assert await leases(hooks) == [None]
    await hooks.registry.put(casualty("Пробин Проба"))
    assert len(receiver.received) == 3
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_target_that_hangs_does_not_hold_up_the_end(hooks: Hooks, receiver: Receiver) -> None:
    await hooks.add(receiver.url)
    receiver.answers(Reply(hangs=True))
    await hooks.registry.put(casualty("Тестов Тест"))
    courier = Courier(hooks.means, every=0.01, last=0.01)
    courier.start()
    assert await heard(receiver, 1)
    await courier.close()
    assert await leases(hooks) == [None]
    receiver.answers(Reply())
    assert await hooks.go() == 1
    assert receiver.received[0].id == receiver.received[1].id


async def test_targets_that_hang_take_no_others_turn(hooks: Hooks, receiver: Receiver) -> None:
    with receiving() as hanging:
        hanging.answers(Reply(hangs=True))
        for _ in range(5):
            await hooks.add(hanging.url)
        await hooks.add(receiver.url)
        courier = Courier(hooks.means, every=0.01, last=0.01)
        courier.start()
        await hooks.registry.put(casualty("Тестов Тест"))
        assert await heard(receiver, 1)
        await courier.close()


async def test_what_nobody_foresaw_is_not_tried_again_at_once(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    await hooks.registry.put(casualty("Тестов Тест"))
    async with hooks.registry.db.engine.begin() as conn:
        await conn.execute(text("UPDATE webhook SET region = ARRAY['Atlantis']"))
    with pytest.raises(Unprocessable):
        await hooks.go()
    assert await hooks.go() == 0
    hooks.later(seconds=3 * 5 + 1)
    with pytest.raises(Unprocessable):
        await hooks.go()
    change = {"region": ()}
    await webhooks.change_webhook(
        hooks.registry.db, id=hook["id"], change=change, reach=hooks.means.reach, actor=hooks.actor
    )
    hooks.later(seconds=3 * 5 + 1)
    assert await hooks.go() == 1


async def test_what_nobody_foresaw_ends_nothing(
    hooks: Hooks, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    await hooks.add(receiver.url)
    await hooks.registry.put(casualty("Тестов Тест"))
    times = 0

    def failing(at: datetime) -> datetime:
        nonlocal times
        times += 1
        if times < 4:
            raise RuntimeError("a defect")
        return at

    courier = Courier(replace(hooks.means, now=failing), every=0.01)
    courier.start()
    assert await heard(receiver, 1)
    await courier.close()
    told = capsys.readouterr()
    assert (told.out + told.err).count("webhooks.unforeseen") == 1
    assert "a defect" not in told.out + told.err
