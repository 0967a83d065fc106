"""Webhooks are told every change they ask for, in order, signed, and whatever their targets do."""

from typing import Any

import orjson
import pytest

from service.errors import Conflict
from service.usecases import webhooks
from service.usecases.deliver_changes import claim, deliver
from service.usecases.read_changes import read_changes
from tests.receiving import Receiver, Reply, is_signed
from tests.service.usecases.hooks import Hooks, meanwhile
from tests.service.usecases.registry import Registry, case, casualty


async def feed_of(registry: Registry, **more: Any) -> list[dict[str, Any]]:
    changes: list[dict[str, Any]] = orjson.loads((await read_changes(registry.db, limit=1000, **more)).body)["changes"]
    return changes


async def test_changes_arrive_signed_in_the_order_and_the_shape_of_the_feed(hooks: Hooks, receiver: Receiver) -> None:
    await hooks.registry.put(casualty("Прежний Тест"))
    plain = await hooks.add(receiver.url)
    whole = await hooks.add(receiver.url + "/whole", include="record")
    first, second = await hooks.registry.put(casualty("Тестов Тест"), casualty("Пробин Проба", source="other"))
    await hooks.registry.merge(first, second)
    await hooks.registry.withdraw(first)
    assert await hooks.go() == 2 * 5
    for hook, path, more in ((plain, "/hook", {}), (whole, "/hook/whole", {"records": True})):
        arrived = [one for one in receiver.received if one.path == path]
        assert [one.message["data"] for one in arrived] == (await feed_of(hooks.registry, **more))[1:]
        for one in arrived:
            data = one.message["data"]
            assert one.message.keys() == {"type", "timestamp", "data"}
            assert one.message["type"] == f"{data['kind']}.{data['type']}"
            assert one.id == f"{hook['id']}-{data['seq']}"
            assert is_signed(one, hook["secret"])
        assert (await hooks.read(hook))["behind"] == 0
    assert await hooks.go() == 0


async def test_what_was_redacted_between_two_attempts_is_not_in_the_second(hooks: Hooks, receiver: Receiver) -> None:
    await hooks.add(receiver.url, include="record")
    receiver.answers(Reply(500))
    (record,) = await hooks.registry.put(casualty("Тестов Тест"))
    assert await hooks.go() == 1
    await hooks.registry.redact(record)
    receiver.answers(Reply())
    hooks.later(minutes=1)
    assert await hooks.go() == 2
    assert "Тестов" in receiver.received[0].body.decode()
    assert not any("Тестов" in one.body.decode() for one in receiver.received[1:])
    assert [one.message["data"]["record"] for one in receiver.received[1:]] == [None, None]
    assert receiver.received[0].id == receiver.received[1].id
    stored = await hooks.registry.db.reads.fetch(
        "SELECT d::text FROM delivery d UNION ALL SELECT w::text FROM webhook w"
    )
    assert not any("Тестов" in row[0] for row in stored)


BASHKIR = {"home": {"region": "RU-BA"}}
FILTERS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["a", "b", "c", "a", "a"]),
    ({"kind": "case"}, ["c"]),
    ({"kind": "casualty", "types": ["published"]}, ["a", "b"]),
    ({"types": ["withdrawn"]}, ["a"]),
    ({"region": ["RU-BA"]}, ["a", "a", "a"]),
    ({"region": ["RU-BA", "RU-TA"]}, ["a", "b", "a", "a"]),
    ({"region": ["RU"]}, ["a", "b", "a", "a"]),
    ({"court": ["Пробный гарнизонный военный суд"]}, ["c"]),
    ({"q": "Testov Test"}, ["a", "a", "a"]),
    ({"q": "Тестов"}, ["a", "a", "a"]),
    ({"q": "Судимов Тест"}, ["c"]),
    ({"q": "Тестов Тест", "region": ["RU-TA"]}, []),
    ({"q": "Никто Никакой"}, []),
]


@pytest.mark.parametrize(("filters", "told"), FILTERS)
async def test_only_what_is_asked_for_is_told_and_what_becomes_of_it(
    hooks: Hooks, receiver: Receiver, filters: dict[str, Any], told: list[str]
) -> None:
    await hooks.add(receiver.url, **filters)
    court = {"court": {"name": "Пробный гарнизонный военный суд"}}
    a, b, c = await hooks.registry.put(
        casualty("Тестов Тест", **BASHKIR),
        casualty("Пробин Проба", source="other", home={"region": "RU-TA"}),
        case("Судимов Тест", source="court", **court),
    )
    await hooks.registry.correct(a, {"died": "2023-01"})
    await hooks.registry.withdraw(a)
    await hooks.go()
    names = {a: "a", b: "b", c: "c"}
    assert [names[id_] for _, id_ in receiver.told] == told


async def test_whoever_was_told_of_a_record_hears_that_it_moved_and_was_redacted(
    hooks: Hooks, receiver: Receiver
) -> None:
    await hooks.add(receiver.url, region=["RU-BA"])
    a, b = await hooks.registry.put(casualty("Тестов Тест", **BASHKIR), casualty("Пробин Проба", source="other"))
    await hooks.registry.correct(a, {"home": {"region": "RU-TA"}})
    await hooks.registry.correct(b, {"died": "2023-01"})
    await hooks.go()
    await hooks.registry.redact(a)
    await hooks.go()
    assert [type_ for type_, id_ in receiver.told if id_ == a] == [
        "casualty.published", "casualty.updated", "casualty.redacted",
    ]  # fmt: skip
    assert not any(id_ == b for _, id_ in receiver.told)


async def test_a_change_of_the_webhook_holds_from_the_next_message_on(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    await hooks.registry.put(*(casualty(f"Тестов{n} Тест", source=f"s{n}") for n in range(3)))
    start = (await hooks.read(hook))["cursor"]
    meanwhile(receiver, lambda: webhooks.replay(hooks.registry.db, id=hook["id"], since=start, actor=hooks.actor))
    assert await hooks.go() == 1 + 3
    assert [one.message["data"]["seq"] for one in receiver.received] == [1, 1, 2, 3]


async def test_what_is_asked_meanwhile_makes_no_message_come_twice(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    db, actor = hooks.registry.db, hooks.actor

    async def ask() -> None:
        await webhooks.ask_test(db, id=hook["id"], actor=actor)
        change = {"description": "ours", "kind": "any", "url": receiver.url, "region": ()}
        await webhooks.change_webhook(db, id=hook["id"], change=change, reach=hooks.means.reach, actor=actor)

    await hooks.registry.put(casualty("Тестов Тест"), casualty("Пробин Проба", source="other"))
    meanwhile(receiver, ask)
    assert await hooks.go() == 3
    assert [one.message["data"].get("seq") for one in receiver.received] == [1, 2, None]
    assert (await hooks.read(hook))["description"] == "ours"


async def test_what_was_claimed_and_is_another_now_is_not_told(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    await hooks.registry.put(casualty("Тестов Тест"))
    held = await claim(hooks.means)
    assert held is not None
    await webhooks.disable_webhook(hooks.registry.db, id=hook["id"], actor=hooks.actor)
    assert await deliver(hooks.means, held) == 0
    assert receiver.received == []


async def test_replay_sends_the_same_messages_again(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url, since="0")
    await hooks.registry.put(casualty("Тестов Тест"), casualty("Пробин Проба", source="other"))
    await hooks.go()
    await webhooks.replay(hooks.registry.db, id=hook["id"], since="0", actor=hooks.actor)
    await hooks.go()
    ids = [one.id for one in receiver.received]
    assert ids[:2] == ids[2:]
    assert [one.body for one in receiver.received[:2]] == [one.body for one in receiver.received[2:]]


async def test_a_test_is_sent_once_also_to_a_disabled_webhook(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    db, actor = hooks.registry.db, hooks.actor
    await webhooks.disable_webhook(db, id=hook["id"], actor=actor)
    await hooks.registry.put(casualty("Тестов Тест"))
    asked = await webhooks.ask_test(db, id=hook["id"], actor=actor)
    with pytest.raises(Conflict):
        await webhooks.ask_test(db, id=hook["id"], actor=actor)
    receiver.answers(Reply(500))
    assert await hooks.go() == 1
    (received,) = receiver.received
    assert (received.id, received.message["type"]) == (asked["message_id"], "webhook.test")
    assert received.message["data"] == {"webhook_id": hook["id"]}
    assert is_signed(received, hook["secret"])
    assert (await hooks.read(hook))["behind"] == 1
    (attempt,) = await hooks.log(hook)
    assert (attempt["type"], attempt["status"], attempt["seq"]) == ("webhook.test", 500, None)
    await webhooks.ask_test(db, id=hook["id"], actor=actor)


async def test_both_secrets_sign_for_a_day(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    rotated = await webhooks.rotate_secret(hooks.registry.db, id=hook["id"], actor=hooks.actor)
    assert rotated["secret"] != hook["secret"]
    for n, old in enumerate((True, False)):
        await hooks.registry.put(casualty(f"Тестов{n} Тест"))
        await hooks.go()
        assert is_signed(receiver.received[-1], rotated["secret"])
        assert is_signed(receiver.received[-1], hook["secret"]) is old
        hooks.later(days=1)


async def test_no_secret_is_stored(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    stored = await hooks.registry.db.reads.fetch(
        "SELECT w::text FROM webhook w UNION ALL SELECT i::text FROM idempotency i"
    )
    assert not any(hook["secret"].removeprefix("whsec_")[:20] in row[0] for row in stored)
    assert "secret" not in await hooks.read(hook)
