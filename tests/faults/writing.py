"""A maintainer and a partner who do anything, in any order, on a registry that others are changing too."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from service.errors import Conflict, Gone, MergedAway, NotFound, Unprocessable
from service.usecases.retract_report import retract_report
from tests.service.usecases.registry import PARTNER, Registry, case, casualty

REFUSED = (Conflict, Gone, MergedAway, NotFound, Unprocessable)
"""What somebody else's change may have made impossible meanwhile."""
FAMILIES = ("Тестов", "Примеров", "Образцов", "Пробный", "Иванов", "Петров", "Сидоров", "Кузнецов")
GIVEN = ("Иван", "Пётр", "Сергей", "Алексей", "Николай")
STATUSES = ("killed", "killed", "missing", "captured", "reported_alive")


@dataclass(slots=True)
class Writer:
    """Does one thing after another, whatever `chance` says; `reports` are those it sent."""

    registry: Registry
    chance: Random
    name: str
    reports: list[str] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)

    async def act(self) -> None:
        """One change, or an attempt at one."""
        deeds: list[tuple[Callable[[], Awaitable[None]], int]] = [
            (self._send, 6), (self._merge, 3), (self._undo, 2), (self._split, 1), (self._withdraw, 2),
            (self._restore, 2), (self._redact, 1), (self._correct, 2), (self._retract, 1),
        ]  # fmt: skip
        (deed,) = self.chance.choices([deed for deed, _ in deeds], [weight for _, weight in deeds])
        with suppress(*REFUSED):
            await deed()

    async def _send(self) -> None:
        results = await self.registry.submit(*(self.report() for _ in range(self.chance.randint(1, 4))))
        self.reports += [result["report_id"] for result in results if result["report_id"]]

    def report(self) -> dict[str, object]:
        """A report of somebody."""
        name = f"{self.chance.choice(FAMILIES)} {self.chance.choice(GIVEN)}"
        source = f"{self.name}-{self.chance.randrange(50)}"
        if self.chance.random() < 0.2:
            return case(name, source=source)
        return casualty(
            name, source=source, status=self.chance.choice(STATUSES), born=f"19{self.chance.randint(70, 99)}"
        )

    async def _some(self, condition: str, count: int = 1) -> list[str]:
        rows = await self.registry.db.reads.fetch(f"SELECT id FROM record WHERE {condition} ORDER BY id")
        ids = [row["id"] for row in rows]
        return self.chance.sample(ids, count) if len(ids) >= count else []

    async def _merge(self) -> None:
        if ids := await self._some("state = 'published' AND kind = 'casualty'", 2):
            self.merges.append(await self.registry.merge(*ids))

    async def _undo(self) -> None:
        if self.merges:
            await self.registry.undo_merge(self.merges.pop(self.chance.randrange(len(self.merges))))

    async def _split(self) -> None:
        for id_ in await self._some("id IN (SELECT root_id FROM record WHERE id <> root_id)"):
            cited = [one["report_id"] for one in (await self.registry.read(id_))["citations"]]
            if len(cited) > 1:
                await self.registry.split(id_, cited[-1])

    async def _withdraw(self) -> None:
        for id_ in await self._some("state = 'published'"):
            await self.registry.withdraw(id_)

    async def _restore(self) -> None:
        for id_ in await self._some("state = 'withdrawn' AND withdrawn"):
            await self.registry.restore(id_)

    async def _redact(self) -> None:
        for id_ in await self._some("state = 'published' AND kind = 'casualty'"):
            await self.registry.redact(id_, *(["born"] if self.chance.random() < 0.5 else []))

    async def _correct(self) -> None:
        for id_ in await self._some("state = 'published' AND kind = 'casualty'"):
            await self.registry.correct(id_, {"died": f"2023-{self.chance.randint(1, 12):02d}"})

    async def _retract(self) -> None:
        if self.reports:
            await retract_report(self.registry.db, report_id=self.chance.choice(self.reports), actor=PARTNER)
