"""Linking a registry under test, and what it looks like afterwards, told by the reports' external ids."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from random import Random
from typing import Any

from service.usecases.decide_suggestion import list_suggestions
from service.usecases.link_registry import Linked, decide_pairs
from service.usecases.progress import Progress, silent
from service.usecases.scan_registry import close_scan, open_scan, scan
from tests.service.linking.listing import made_up_surname
from tests.service.usecases.registry import Registry, casualty

#: Given names and patronymics, in Cyrillic and romanised; surnames are made up.
GIVEN = {"Сергей": "Sergey", "Иван": "Ivan", "Олег": "Oleg", "Руслан": "Ruslan", "Андрей": "Andrey"}
FATHERS = ("Иванович", "Петрович", "Олегович", None)
SYLLABLES = {"бо": "bo", "ва": "va", "гу": "gu", "ди": "di", "лу": "lu", "ма": "ma", "ни": "ni", "ро": "ro", "ту": "tu"}
BIRTHS = ("{}-03-14", "{}", "{}-03", None)
REGIONS = ("RU-BA", "RU-TA", "RU-KAM", "RU-PER")
Group = frozenset[str]


def persons(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Reports of `count` made-up persons, one to three of each; some are namesakes, some reports tell little."""
    chance = Random(seed)
    rows = []
    for n in range(count):
        parts = chance.choices(list(SYLLABLES), k=4 if n % 4 else 1)
        given, father = chance.choice(list(GIVEN)), chance.choice(FATHERS)
        year, region = chance.randint(1970, 2004), chance.choice(REGIONS)
        for m in range(chance.randint(1, 3)):
            cyrillic = f"{''.join(parts).title()}нов {given}"
            latin = f"{GIVEN[given]} {''.join(SYLLABLES[part] for part in parts).title()}nov"
            name = chance.choice((f"{cyrillic} {father}" if father else cyrillic, cyrillic, latin))
            born = chance.choice(BIRTHS)
            facts = {"born": born and born.format(year), "home": {"region": region} if chance.random() < 0.7 else None}
            rows.append(casualty(name, source=f"s{n}-{m}", external_id=f"{n}-{m}", **facts))
    chance.shuffle(rows)
    return rows


def sure(count: int, sources: str = "ab") -> list[dict[str, Any]]:
    """Reports of `count` persons that nobody could take for two, one from each of the sources (a letter each)."""
    return [
        casualty(f"{made_up_surname(n)} Олег", source=source, external_id=f"{n}-{source}", born="1985-03-14",
                 home={"region": "RU-BA", "place": "Тестово"})
        for n in range(count) for source in sources
    ]  # fmt: skip


async def arrive(registry: Registry, reports: Iterable[dict[str, Any]]) -> None:
    """Send reports one by one."""
    for report in reports:
        await registry.put(report)


def attaching(registry: Registry, wanted: bool) -> None:
    """Let sure reports join records at once, or not."""
    registry.db.settings = registry.db.settings.model_copy(update={"auto_attach": wanted})


async def link(
    registry: Registry, scheduler: str, *, size: int = 40, progress: Progress = silent, batch: int = 7
) -> Linked:
    """Match every record of the registry with every other."""
    plan = await open_scan(registry.db, size=size)
    await asyncio.to_thread(scan, plan, scheduler=scheduler, progress=progress)
    linked = await decide_pairs(registry.db, plan, progress=progress, batch=batch)
    close_scan(plan)
    return linked


async def groups(registry: Registry) -> set[Group]:
    """Which reports lie in one record."""
    return set((await _groups(registry)).values())


async def suggested(registry: Registry) -> dict[frozenset[Group], set[float]]:
    """The pairs that reviewers are asked about, with their scores."""
    known = await _groups(registry)
    found: dict[frozenset[Group], set[float]] = defaultdict(set)
    for item in (await list_suggestions(registry.db, limit=1000))["items"]:
        found[frozenset({known[item["left"]["id"]], known[item["right"]["id"]]})].add(round(item["score"], 9))
    return found


async def _groups(registry: Registry) -> dict[str, Group]:
    found: dict[str, set[str]] = defaultdict(set)
    rows = await registry.db.reads.fetch(
        "SELECT root_id, external_id FROM report JOIN record ON record.id = base WHERE superseded_by IS NULL"
    )
    for root, identity in rows:
        found[root].add(identity)
    return {root: frozenset(group) for root, group in found.items()}
