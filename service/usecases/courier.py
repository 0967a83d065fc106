"""What goes round in each process of the service and tells webhooks what they have not been told."""

import asyncio
from typing import Final

import structlog

from service.errors import Busy
from service.storage.deliveries import Claimed
from service.usecases.deliver_changes import Means, claim, deliver

LANES: Final = 10
"""Webhooks told side by side in a process, so that targets that hang don't hold up the others."""
_log = structlog.get_logger("poimenno.webhooks")


class Courier:
    """Goes round from `start` to `close`, with `every` so many seconds a look at what is due.

    When the service stops, attempts in progress are given `last` seconds; what is cut off then is told again.
    """

    def __init__(self, means: Means, *, every: float = 1.0, last: float = 5.0) -> None:
        self._means = means
        self._every = every
        self._last = last
        self._stopping = asyncio.Event()
        self._turns: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None
        self._away = False

    def start(self) -> None:
        """Begin, in the running loop."""
        self._task = asyncio.create_task(self._go_round())

    async def close(self) -> None:
        """Begin nothing more, and end what is in progress."""
        self._stopping.set()
        if self._task is not None:
            await self._task
        if self._turns:
            _, late = await asyncio.wait(self._turns, timeout=self._last)
            for turn in late:
                turn.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _go_round(self) -> None:
        while not self._stopping.is_set():
            claimed = await self._next() if len(self._turns) < LANES else None
            if claimed is None:
                await self._wait()
            else:
                turn = asyncio.create_task(self._turn(claimed))
                self._turns.add(turn)
                turn.add_done_callback(self._turns.discard)

    async def _wait(self) -> None:
        """Until it is time to look again, somebody's turn is over, or the service stops."""
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({stopping, *self._turns}, timeout=self._every, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()

    async def _next(self) -> Claimed | None:
        try:
            claimed = await claim(self._means)
        except Exception as error:  # whatever it is, it may be over the next time
            if not self._away:
                _tell(error)
            self._away = True
            return None
        self._away = False
        return claimed

    async def _turn(self, claimed: Claimed) -> None:
        """One turn. What nobody foresaw must not end the others': the lease runs out, and it is tried again."""
        try:
            await deliver(self._means, claimed, self._stopping.is_set)
        except Exception as error:
            _tell(error, webhook=claimed.id)


def _tell(error: Exception, **about: str) -> None:
    if isinstance(error, Busy):
        _log.warning("webhooks.waiting", reason=error.detail, **about)
    else:
        _log.error("webhooks.unforeseen", error=type(error).__qualname__, **about)
