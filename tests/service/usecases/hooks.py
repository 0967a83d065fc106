"""Short words for tests of webhooks: a partner with a key, a clock that is put forward, and rounds of delivering."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from service.delivery.addresses import Reach, networks_of
from service.usecases import webhooks
from service.usecases.actor import MACHINE, Actor, scopes_up_to
from service.usecases.deliver_changes import Means, claim, deliver
from service.usecases.keys import create_key
from tests.receiving import LOOPBACK, Received, Receiver, Reply
from tests.service.usecases.registry import Registry


@dataclass(slots=True)
class Later:
    """The time, put forward by `by`."""

    by: timedelta = field(default_factory=timedelta)

    def __call__(self, at: datetime) -> datetime:
        return at + self.by


@dataclass(frozen=True, slots=True)
class Hooks:
    """Webhooks of one partner in a registry, delivered when a test says so."""

    registry: Registry
    actor: Actor
    means: Means
    clock: Later

    async def add(self, url: str, **given: Any) -> dict[str, Any]:
        """Register a webhook; what is answered, secret and all."""
        filters = {"kind": "any", **{name: given.pop(name) for name in ("kind", "region", "court", "types", "q")
                                     if name in given}}  # fmt: skip
        return await webhooks.create_webhook(
            self.registry.db, url=url, filters=filters, reach=self.means.reach, actor=self.actor, **given
        )

    async def go(self) -> int:
        """Deliver until nothing is due; how many attempts that were."""
        attempts = 0
        while (claimed := await claim(self.means)) is not None:
            attempts += await deliver(self.means, claimed)
        return attempts

    async def read(self, hook: dict[str, Any]) -> dict[str, Any]:
        """The webhook as it stands."""
        return await webhooks.read_webhook(self.registry.db, id=hook["id"], actor=self.actor)

    async def log(self, hook: dict[str, Any]) -> list[dict[str, Any]]:
        """Its attempts, oldest first."""
        page = await webhooks.list_deliveries(self.registry.db, id=hook["id"], actor=self.actor)
        attempts: list[dict[str, Any]] = page["items"]
        return attempts[::-1]

    def later(self, **by: float) -> None:
        """Put the clock forward."""
        self.clock.by += timedelta(**by)


def meanwhile(receiver: Receiver, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
    """Have something done, in the running loop, while the next message is on its way; it and all others are taken."""
    loop = asyncio.get_running_loop()

    def answer(_: Received) -> Reply:
        receiver.answers(Reply())
        asyncio.run_coroutine_threadsafe(work(), loop).result(20)
        return Reply()

    receiver.answer = answer


async def open_hooks(registry: Registry, *, reach: Reach | None = None, seconds: float = 5) -> Hooks:
    """A partner with a key, whose targets may lie on loopback."""
    made = await create_key(registry.db, name="Test", scope="submit", partner="test-partner", actor=MACHINE)
    actor = Actor(made["id"], "test-partner", scopes_up_to("submit"), made["id"])
    clock = Later()
    means = Means(registry.db, reach or Reach(networks_of(LOOPBACK)), seconds, clock, Random(1))
    return Hooks(registry, actor, means, clock)
