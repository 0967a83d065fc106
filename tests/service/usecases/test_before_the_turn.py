"""What others do between the look at what is there already and the turn of the one writer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from service.errors import Replay
from service.storage.transaction import Connection, Tx, writing
from service.usecases import submit_reports
from service.usecases.idempotency import Idempotency
from service.usecases.retract_report import retract_report, unretract_report
from service.usecases.verify import verify
from tests.service.usecases.registry import MAINTAINER, Registry, casualty

OLD = casualty("Тестов Тест", external_id="1")
CHANGED = casualty("Тестов Тест", external_id="1", rank="сержант")
NEW = casualty("Новов Нов", external_id="2")
Act = Callable[[Registry, dict[str, Any]], Awaitable[object]]


async def retract(registry: Registry, sent: dict[str, Any]) -> None:
    await retract_report(registry.db, report_id=sent["report_id"], reason=None, actor=MAINTAINER)


async def put_up_again(registry: Registry, sent: dict[str, Any]) -> None:
    await unretract_report(registry.db, report_id=sent["report_id"], reason=None, actor=MAINTAINER)


async def redact(registry: Registry, sent: dict[str, Any]) -> None:
    await registry.redact(sent["record_id"])


async def withdraw(registry: Registry, sent: dict[str, Any]) -> None:
    await registry.withdraw(sent["record_id"])


async def send_changed(registry: Registry, sent: dict[str, Any]) -> None:
    await registry.put(CHANGED)


async def send_changed_and_old(registry: Registry, sent: dict[str, Any]) -> None:
    await registry.put(CHANGED)
    await registry.put(OLD)


@pytest.mark.parametrize(
    ("before", "batch", "meanwhile", "outcomes"),
    [
        (None, [OLD, NEW], retract, ["unchanged", "created"]),
        (None, [CHANGED, NEW], retract, ["superseded", "created"]),
        (None, [OLD, NEW], redact, ["unchanged", "created"]),
        (None, [CHANGED, NEW], redact, ["superseded", "created"]),
        (None, [CHANGED, NEW], withdraw, ["superseded", "created"]),
        (None, [OLD, NEW], send_changed, ["unchanged", "created"]),
        (None, [CHANGED, NEW], send_changed, ["unchanged", "created"]),
        (None, [CHANGED, NEW], send_changed_and_old, ["superseded", "created"]),
        (retract, [OLD, NEW], put_up_again, ["unchanged", "created"]),
        (retract, [OLD, NEW], send_changed, ["superseded", "created"]),
    ],
)
async def test_whatever_others_do_before_our_turn(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, before: Act | None, batch: list[Any], meanwhile: Act,
    outcomes: list[str],
) -> None:  # fmt: skip
    (sent,) = await registry.submit(OLD)
    if before:
        await before(registry, sent)
    original = submit_reports.take_turn

    async def later(conn: Connection) -> Tx:
        monkeypatch.undo()
        await meanwhile(registry, sent)
        return await original(conn)

    monkeypatch.setattr(submit_reports, "take_turn", later)
    results = await registry.submit(*batch)
    assert [one["outcome"] for one in results] == outcomes
    assert results[0]["record_id"] == sent["record_id"]
    assert await registry.gone(sent["record_id"]) == (meanwhile in (redact, withdraw) or (batch, meanwhile) == (
        [OLD, NEW], retract))  # fmt: skip
    assert (await verify(registry.db)).faults == {}


async def test_a_keyed_list_that_is_there_is_answered_and_remembered_while_somebody_writes(registry: Registry) -> None:
    keyed = Idempotency("key-partner", "one", "POST", "/v1/reports", b"body")
    (sent,) = await registry.submit(OLD)
    async with writing(registry.db.engine):
        (again,) = await asyncio.wait_for(registry.submit(OLD, idempotency=keyed), 5)
        with pytest.raises(Replay) as replay:
            await asyncio.wait_for(registry.submit(OLD, idempotency=keyed), 5)
    assert replay.value.body == {"results": [again]}
    assert again == {**sent, "outcome": "unchanged"}


WHO = {"born": "1985-03-02", "home": {"region": "RU-BA", "place": "Мелеуз"}}
HERE = casualty("Хисамутдинов Руслан", external_id="a", **WHO)
ELSEWHERE = casualty("Hisamutdinov Ruslan", source="other", external_id="b", **WHO)


async def report_him(registry: Registry, sent: dict[str, Any]) -> None:
    await registry.put(HERE)


async def merge_him(registry: Registry, sent: dict[str, Any]) -> None:
    (survivor,) = await registry.put(OLD)
    await registry.merge(survivor, sent["record_id"])


async def test_a_withdrawn_record_that_got_another_name_meanwhile_takes_who_bears_it(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sent,) = await registry.submit(casualty("Хисамутдинов Руслан", external_id="a", born="1985-03-02", rank="сержант"))
    await registry.withdraw(sent["record_id"])
    original = submit_reports.take_turn

    async def later(conn: Connection) -> Tx:
        monkeypatch.undo()
        (joined,) = await registry.submit(
            casualty("Хисамутдинов Руслан", source="more", external_id="d", names=[
                {"full": "Хисамутдинов Руслан"}, {"full": "Образцов Тест", "type": "former"}], born="1985-03-02")
        )  # fmt: skip
        assert joined["record_id"] == sent["record_id"]
        return await original(conn)

    monkeypatch.setattr(submit_reports, "take_turn", later)
    (found,) = await registry.submit(casualty("Образцов Тест", source="third", external_id="c", born="1985-03-02"))
    assert found["record_id"] == sent["record_id"] or found["suggestions"]
    assert (await verify(registry.db)).faults == {}


@pytest.mark.parametrize(
    ("standing", "meanwhile", "outcome"),
    [
        (NEW, report_him, "attached"),
        (HERE, withdraw, "attached"),
        (HERE, redact, "created"),
        (HERE, retract, "created"),
        (HERE, merge_him, "attached"),
    ],
)
async def test_who_is_found_is_whoever_stands_when_our_turn_comes(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, standing: dict[str, Any], meanwhile: Act, outcome: str
) -> None:
    (sent,) = await registry.submit(standing)
    original = submit_reports.take_turn

    async def later(conn: Connection) -> Tx:
        monkeypatch.undo()
        await meanwhile(registry, sent)
        return await original(conn)

    monkeypatch.setattr(submit_reports, "take_turn", later)
    (found,) = await registry.submit(ELSEWHERE)
    assert found["outcome"] == outcome
    assert (await verify(registry.db)).faults == {}
