"""Telling one webhook what it has not been told: in the order of the log, one change after another, until it fails.

Nothing of what is sent is stored: each attempt makes its message from the log and from the record as it may be shown at
that moment, so what was redacted between two attempts is not in the second.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

import structlog

from service.delivery.addresses import Reach
from service.delivery.signing import signed
from service.delivery.target import Answered, Target, open_target
from service.storage import deliveries, feed
from service.storage.deliveries import Claimed, Failing
from service.storage.engine import Database
from service.storage.transaction import Tx, writing
from service.usecases.instants import instant_text
from service.usecases.read_changes import alone, with_record
from service.usecases.watch import read_watch, wanted
from service.usecases.webhooks import KEYLESS, TEST

GIVE_UP: Final = timedelta(days=1)
"""After so long without one success a webhook is disabled."""
FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(hours=2)
PAGE: Final = 500
"""Changes looked at together."""
RUN: Final = 100
"""Changes told before other webhooks get their turn."""

GONE: Final = "the target answered 410 Gone"
TIRED: Final = "no attempt succeeded for a day; the last: {}"

Row = Mapping[str, Any]
Stopped = Callable[[], bool]
_log = structlog.get_logger("poimenno.webhooks")


@dataclass(frozen=True, slots=True)
class Means:
    """What delivering needs: the database, what may be reached, and how long a target has to answer.

    `now` makes of the database's time the time that counts, `chance` the jitter; both are tests' to set.
    """

    db: Database
    reach: Reach
    seconds: float = 15.0
    now: Callable[[datetime], datetime] = lambda at: at
    chance: Random = field(default_factory=Random)

    @property
    def lease(self) -> timedelta:
        """How long a holder may be silent before another takes over: three attempts."""
        return timedelta(seconds=3 * self.seconds)


def pause_after(failures: int, chance: Random) -> timedelta:
    """How long to wait after so many failures in a row: 5 s, 10 s, 20 s … 2 h, less up to half by chance."""
    doublings = min(failures - 1, 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE) * chance.uniform(0.5, 1)


async def claim(means: Means) -> Claimed | None:
    """A webhook with something to tell, for this process alone until its lease ends. Raises Busy."""
    async with writing(means.db.engine, identity=False) as tx:
        now = means.now(tx.at)
        return await deliveries.claim(tx, lease=secrets.token_hex(8), now=now, until=now + means.lease)


async def deliver(means: Means, held: Claimed, stopped: Stopped = lambda: False) -> int:
    """Tell a claimed webhook what it waits for, and give it back; how many attempts were made. Raises Busy.

    What nobody foresaw is raised and the webhook not given back, or it would be claimed at once and fail again, and so
    on: its lease runs out.
    """
    async with open_target(held.url, means.reach, means.seconds) as target:
        turn = _Turn(means, held, target, stopped)
        try:
            await turn.tell()
        except asyncio.CancelledError:
            await turn.end()
            raise
        await turn.end()
    return turn.attempts


class _Turn:
    """One turn of one webhook."""

    def __init__(self, means: Means, held: Claimed, target: Target, stopped: Stopped) -> None:
        self._means = means
        self._held = held
        self._target = target
        self._stopped = stopped
        self._failures = held.failures
        self.attempts = 0

    def writing(self) -> AbstractAsyncContextManager[Tx]:
        """A transaction that decides nothing on who is who."""
        return writing(self._means.db.engine, identity=False)

    async def tell(self) -> None:
        """The test that was asked for, then changes."""
        if not self._held.key_lives:
            await self._disable_keyless()
            return
        if self._held.test_id is not None:
            await self._test(self._held.test_id)
        if self._held.due:
            await self._changes()

    async def end(self) -> None:
        """Give the webhook back, and forget attempts that are long past."""
        async with self.writing() as tx:
            now = self._means.now(tx.at)
            await deliveries.release(tx, self._held, due=now)
            await deliveries.forget(tx, now)

    async def _changes(self) -> None:
        held, seq = self._held, self._held.seq
        watch = await read_watch(
            self._means.db, kind=held.kind, types=held.types, region=held.region, court=held.court, q=held.q
        )
        while not self._is_over():
            async with self.writing() as tx:
                found, last = await wanted(self._means.db, await tx.driver(), watch, seq, PAGE)
            for row in found:
                if self._is_over() or not await self._change(row):
                    return
            if last == seq or not await self._pass(last):
                return
            seq = last

    def _is_over(self) -> bool:
        return self._stopped() or self.attempts >= RUN

    async def _pass(self, seq: int) -> bool:
        """Go on behind changes that are not asked for. False when the webhook is another now."""
        async with self.writing() as tx:
            now = self._means.now(tx.at)
            return await deliveries.move(tx, self._held, seq, heard=False, now=now, until=now + self._means.lease)

    async def _change(self, row: Row) -> bool:
        """Tell one change. False when there is nothing more to tell in this turn."""
        type_, message_id = f"{row['kind']}.{row['type']}", f"{self._held.id}-{row['seq']}"
        async with self.writing() as tx:
            now = self._means.now(tx.at)
            if not await deliveries.holds(tx, self._held, now=now):
                return False
            data = await self._data(tx, row)
        answered = await self._post(message_id, type_, row["at"], data, now)
        async with self.writing() as tx:
            now = self._means.now(tx.at)
            await self._note(tx, message_id, type_, row["seq"], answered)
            if answered.accepted:
                self._failures = 0
                until = now + self._means.lease
                return await deliveries.move(tx, self._held, row["seq"], heard=True, now=now, until=until)
            await self._fail(tx, answered, now)
            return False

    async def _data(self, tx: Tx, row: Row) -> bytes:
        """The change as the feed has it at this moment."""
        if not self._held.records:
            return alone(_in_feed(row))
        (shown,) = await feed.page(await tx.driver(), row["seq"] - 1, 1, records=True)
        return with_record(shown)

    async def _fail(self, tx: Tx, answered: Answered, now: datetime) -> None:
        failures = self._failures + 1
        since = (self._held.failing_since if self._failures else None) or now
        reason = GONE if answered.gone else None
        if reason is None and now - since >= GIVE_UP:
            reason = TIRED.format(_in_words(answered))
        if reason is not None:
            _log.warning("webhook.disabled", webhook=self._held.id, reason=reason)
        due = now + pause_after(failures, self._means.chance)
        await deliveries.fail(tx, self._held, Failing(failures, since, due, reason), now=now)

    async def _disable_keyless(self) -> None:
        """Nothing more under a key that has ended; who asked for a test finds in the log why there is none."""
        async with self.writing() as tx:
            now = self._means.now(tx.at)
            if self._held.state == "active":
                _log.warning("webhook.disabled", webhook=self._held.id, reason=KEYLESS)
                await deliveries.fail(tx, self._held, Failing(0, None, now, KEYLESS), now=now)
            if self._held.test_id is not None:
                await deliveries.tested(tx, self._held, until=now)
                await self._note(tx, self._held.test_id, TEST, None, Answered(0, error=f"not sent: {KEYLESS}"))

    async def _test(self, message_id: str) -> None:
        async with self.writing() as tx:
            now = self._means.now(tx.at)
        answered = await self._post(message_id, TEST, now, b'{"webhook_id":"%b"}' % self._held.id.encode(), now)
        async with self.writing() as tx:
            await deliveries.tested(tx, self._held, until=self._means.now(tx.at) + self._means.lease)
            await self._note(tx, message_id, TEST, None, answered)

    async def _post(self, message_id: str, type_: str, at: datetime, data: bytes, now: datetime) -> Answered:
        """Send what happened `at` a time, signed `now`."""
        body = b'{"type":"%b","timestamp":"%b","data":%b}' % (type_.encode(), instant_text(at).encode(), data)
        held, salts = self._held, [self._held.salt]
        if held.old_salt is not None and held.old_until is not None and now < held.old_until:
            salts.append(held.old_salt)
        headers = signed(self._means.db.secret, held.id, salts, message_id=message_id, at=now, body=body)
        self.attempts += 1
        return await self._target.post(body, headers)

    async def _note(self, tx: Tx, message_id: str, type_: str, seq: int | None, answered: Answered) -> None:
        row = {
            "webhook_id": self._held.id, "message_id": message_id, "type": type_, "seq": seq, "ms": answered.ms,
            "attempt": 1 if seq is None else self._failures + 1, "at": self._means.now(tx.at),
            "status": answered.status, "error": answered.error,
        }  # fmt: skip
        await deliveries.note(tx, row)


def _in_feed(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("seq", "type", "record_id", "kind", "version", "merged_into"))


def _in_words(answered: Answered) -> str:
    return answered.error or f"it answered {answered.status}"
