"""Webhooks are told every change they ask for, in order, signed, and whatever their targets do."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Any

import orjson
import pytest

from service.delivery.addresses import Reach, networks_of
from service.errors import Conflict
from service.usecases import webhooks
from service.usecases.actor import MACHINE
from service.usecases.deliver_changes import Means, claim, deliver, pause_after
from service.usecases.keys import revoke_key
from service.usecases.read_changes import read_changes
from tests.receiving import LOOPBACK, Receiver, Reply, is_signed, receiving
from tests.service.usecases.hooks import Hooks, open_hooks
from tests.service.usecases.registry import Registry, case, casualty


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as opened:
        yield opened


@pytest.fixture
async def hooks(registry: Registry) -> Hooks:
    return await open_hooks(registry)


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


async def test_attempts_grow_rarer_and_end_after_a_day(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    receiver.answers(Reply(500))
    await hooks.registry.put(casualty("Тестов Тест"), casualty("Пробин Проба", source="other"))
    attempts = 0
    while (await hooks.read(hook))["state"] == "active":
        attempts += await hooks.go()
        assert await hooks.go() == 0
        hooks.later(minutes=1)
    assert 15 < attempts < 60
    assert {one.id for one in receiver.received} == {f"{hook['id']}-1"}
    ended = await hooks.read(hook)
    assert ended["disabled_reason"] == "no attempt succeeded for a day; the last: it answered 500"
    assert ended["disabled_at"] > ended["failing_since"]
    assert timedelta(hours=24) <= hooks.clock.by < timedelta(hours=27)
    assert [one["attempt"] for one in await hooks.log(hook)] == list(range(1, attempts + 1))

    receiver.answers(Reply())
    await webhooks.enable_webhook(hooks.registry.db, id=hook["id"], actor=hooks.actor)
    assert await hooks.go() == 2
    again = await hooks.read(hook)
    assert (again["state"], again["failures"], again["failing_since"], again["behind"]) == ("active", 0, None, 0)


def test_pauses_double_up_to_two_hours_less_up_to_half() -> None:
    chance = Random(1)
    pauses = [pause_after(n, chance).total_seconds() for n in range(1, 30)]
    for n, pause in enumerate(pauses):
        whole = min(5 * 2**n, 7200)
        assert whole / 2 <= pause <= whole
    assert len({pause / min(5 * 2**n, 7200) for n, pause in enumerate(pauses)}) == len(pauses)


async def test_one_success_begins_the_count_anew(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    for n in range(3):
        receiver.answers(Reply(503))
        await hooks.registry.put(casualty("Тестов Тест", source=f"s{n}", born=f"19{70 + n}"))
        assert await hooks.go() == 1
        assert (await hooks.read(hook))["failures"] == 1
        receiver.answers(Reply())
        hooks.later(hours=20)
        await hooks.go()
    assert (await hooks.read(hook))["state"] == "active"


async def test_another_address_is_given_a_day_of_its_own(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    receiver.answers(Reply(500))
    await hooks.registry.put(casualty("Тестов Тест"))
    await hooks.go()
    hooks.later(hours=25)
    await webhooks.change_webhook(
        hooks.registry.db, id=hook["id"], change={"url": receiver.url + "/new"}, reach=hooks.means.reach,
        actor=hooks.actor,
    )  # fmt: skip
    assert await hooks.go() == 1
    moved = await hooks.read(hook)
    assert (moved["state"], moved["failures"]) == ("active", 1)
    hooks.later(hours=25)
    await hooks.go()
    assert (await hooks.read(hook))["state"] == "disabled"


async def test_gone_ends_it_at_once(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    receiver.answers(Reply(410))
    await hooks.registry.put(casualty("Тестов Тест"))
    assert await hooks.go() == 1
    hooks.later(days=1)
    assert await hooks.go() == 0
    ended = await hooks.read(hook)
    assert (ended["state"], ended["disabled_reason"]) == ("disabled", "the target answered 410 Gone")


async def test_a_target_that_hangs_holds_up_nobody_else(registry: Registry, receiver: Receiver) -> None:
    hooks = await open_hooks(registry, seconds=0.2)
    with receiving() as hanging:
        hanging.answers(Reply(hangs=True))
        slow, quick = await hooks.add(hanging.url), await hooks.add(receiver.url)
        await registry.put(casualty("Тестов Тест"))
        assert await hooks.go() == 2
        assert len(receiver.received) == 1
        assert (await hooks.log(slow))[0]["error"] == "no answer within 0.2 seconds"
        assert (await hooks.log(quick))[0]["outcome"] == "delivered"


async def test_a_name_that_leads_inside_after_it_was_checked_is_not_followed(
    registry: Registry, receiver: Receiver
) -> None:
    leads = ["93.184.216.34"]

    async def resolve(host: str, port: int) -> Sequence[str]:
        return leads

    hooks = await open_hooks(registry, reach=Reach(resolve=resolve))
    hook = await hooks.add(receiver.url.replace("127.0.0.1", "hooks.partner.example"))
    leads[:] = ["127.0.0.1"]
    await registry.put(casualty("Тестов Тест"))
    assert await hooks.go() == 1
    assert receiver.received == []
    assert "public internet" in (await hooks.log(hook))[0]["error"]


async def test_two_processes_never_hold_one_webhook(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    await hooks.registry.put(casualty("Тестов Тест"))
    held = await claim(hooks.means)
    assert held is not None
    assert await claim(hooks.means) is None
    hooks.later(seconds=3 * 5 + 1)
    successor = await claim(hooks.means)
    assert successor is not None
    assert successor.lease != held.lease
    assert await deliver(hooks.means, held) == 1
    assert (await hooks.read(hook))["behind"] == 1
    assert await deliver(hooks.means, successor) == 1
    assert (await hooks.read(hook))["behind"] == 0


async def test_a_change_of_the_webhook_holds_from_the_next_message_on(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    await hooks.registry.put(*(casualty(f"Тестов{n} Тест", source=f"s{n}") for n in range(3)))
    start = (await hooks.read(hook))["cursor"]

    held = await claim(hooks.means)
    assert held is not None
    await webhooks.replay(hooks.registry.db, id=hook["id"], since=start, actor=hooks.actor)
    assert await deliver(hooks.means, held) == 1
    assert await hooks.go() == 3
    assert [one.message["data"]["seq"] for one in receiver.received] == [1, 1, 2, 3]


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


async def test_a_webhook_ends_with_its_key_and_lives_on_with_another(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    await hooks.registry.put(casualty("Тестов Тест"))
    await revoke_key(hooks.registry.db, id=str(hooks.actor.key_id), actor=MACHINE)
    assert await hooks.go() == 0
    assert "key" in (await hooks.read(hook))["disabled_reason"]
    other = await open_hooks(hooks.registry)
    await webhooks.enable_webhook(hooks.registry.db, id=hook["id"], actor=other.actor)
    assert await other.go() == 1


async def test_a_deleted_webhook_hears_nothing_more(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    await hooks.registry.put(casualty("Тестов Тест"))
    held = await claim(hooks.means)
    assert held is not None
    await webhooks.delete_webhook(hooks.registry.db, id=hook["id"], actor=hooks.actor)
    assert await deliver(hooks.means, held) == 1  # it was on its way
    assert await hooks.go() == 0
    assert await hooks.registry.db.reads.fetchval("SELECT count(*) FROM delivery") == 0


async def test_no_secret_is_stored(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    stored = await hooks.registry.db.reads.fetch(
        "SELECT w::text FROM webhook w UNION ALL SELECT i::text FROM idempotency i"
    )
    assert not any(hook["secret"].removeprefix("whsec_")[:20] in row[0] for row in stored)
    assert "secret" not in await hooks.read(hook)


async def test_the_service_that_stops_ends_its_turn_after_the_message_it_is_at(
    hooks: Hooks, receiver: Receiver
) -> None:
    await hooks.add(receiver.url)
    await hooks.registry.put(*(casualty(f"Тестов{n} Тест", source=f"s{n}") for n in range(3)))
    held = await claim(hooks.means)
    assert held is not None
    means = Means(hooks.registry.db, Reach(networks_of(LOOPBACK)))
    assert await deliver(means, held, lambda: len(receiver.received) >= 2) == 2
    assert await hooks.go() == 1
