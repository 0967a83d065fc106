"""Whatever becomes of a target, a process or a key: tried for a day, in order, and never by two at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from sqlalchemy import text

from service.delivery.addresses import Reach, networks_of
from service.usecases import webhooks
from service.usecases.actor import MACHINE
from service.usecases.deliver_changes import Means, claim, deliver, pause_after
from service.usecases.keys import revoke_key
from tests.receiving import LOOPBACK, Receiver, Reply, receiving
from tests.service.usecases.hooks import Hooks, meanwhile, open_hooks
from tests.service.usecases.registry import Registry, casualty


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


async def test_a_target_that_hangs_holds_up_nobody_else(hooks: Hooks, receiver: Receiver) -> None:
    with receiving() as hanging:
        hanging.answers(Reply(hangs=True))
        slow, quick = await hooks.add(hanging.url), await hooks.add(receiver.url)
        await hooks.registry.put(casualty("Тестов Тест"))
        while (held := await claim(hooks.means)) is not None:
            means = replace(hooks.means, seconds=0.2) if held.id == slow["id"] else hooks.means
            assert await deliver(means, held) == 1
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
    assert await deliver(hooks.means, held) == 0
    assert (await hooks.read(hook))["behind"] == 1
    assert await deliver(hooks.means, successor) == 1
    assert (await hooks.read(hook))["behind"] == 0


async def test_a_webhook_ends_with_its_key_and_lives_on_with_another(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    await hooks.registry.put(casualty("Тестов Тест"))
    await revoke_key(hooks.registry.db, id=str(hooks.actor.key_id), actor=MACHINE)
    ended = await hooks.read(hook)
    assert (ended["state"], ended["disabled_reason"]) == ("disabled", webhooks.KEYLESS)
    other = await open_hooks(hooks.registry)
    asked = await webhooks.ask_test(hooks.registry.db, id=hook["id"], actor=other.actor)
    assert await hooks.go() == 0
    (told,) = await hooks.log(hook)
    assert (told["message_id"], told["error"]) == (asked["message_id"], f"not sent: {webhooks.KEYLESS}")
    await webhooks.enable_webhook(hooks.registry.db, id=hook["id"], actor=other.actor)
    assert await other.go() == 1


async def test_a_key_that_is_revoked_or_expires_ends_the_turn_too(hooks: Hooks, receiver: Receiver) -> None:
    db = hooks.registry.db

    async def expire() -> None:
        async with db.engine.begin() as conn:
            await conn.execute(text("UPDATE api_key SET expires_at = now()"))

    async def revoke() -> None:
        await revoke_key(db, id=str(hooks.actor.key_id), actor=MACHINE)

    hook = await hooks.add(receiver.url)
    await hooks.registry.put(*(casualty(f"Тестов{n} Тест", source=f"s{n}") for n in range(3)))
    for end in (expire, revoke):
        meanwhile(receiver, end)
        assert await hooks.go() == 1  # it was on its way
        ended = await hooks.read(hook)
        assert (ended["state"], "key" in ended["disabled_reason"]) == ("disabled", True)
        other = await open_hooks(hooks.registry)
        hooks = replace(hooks, actor=other.actor)
        await webhooks.enable_webhook(db, id=hook["id"], actor=hooks.actor)
    assert await hooks.go() == 1
    assert [one.message["data"]["seq"] for one in receiver.received] == [1, 2, 3]


async def test_a_deleted_webhook_hears_nothing_more(hooks: Hooks, receiver: Receiver) -> None:
    hook = await hooks.add(receiver.url)
    await hooks.registry.put(casualty("Тестов Тест"), casualty("Пробин Проба", source="other"))
    meanwhile(receiver, lambda: webhooks.delete_webhook(hooks.registry.db, id=hook["id"], actor=hooks.actor))
    assert await hooks.go() == 1  # it was on its way
    assert await hooks.registry.db.reads.fetchval("SELECT count(*) FROM delivery") == 0


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
