"""Generated reports, and registries filled with them."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import orjson

from benchmarks.matching.generated import Names, romanise
from service.settings import load_settings
from service.storage import migrate
from service.storage.engine import open_database
from service.usecases.actor import MACHINE, Actor, scopes_up_to
from service.usecases.keys import create_key
from service.usecases.submit_reports import submit_reports

LOADER = Actor("benchmark", "benchmark", scopes_up_to("submit"), None)
BATCH = 1_000
_REGIONS = ("RU-BA", "RU-SVE", "RU-MOS", "RU-TA", "RU-PER", "RU-CHE", "RU-BU", "RU-ZAB", "RU-SAM", "RU-ROS")
_RANKS = ("рядовой", "сержант", "Private", "Junior Sergeant", None)


def generated_reports(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Reports of men with names by real frequencies; a third romanised, half without patronymic, 40 % without birth."""
    names = Names(seed)
    chance = Random(seed)
    for n, name in enumerate(names.draw(count)):
        full = f"{name.family} {name.given}" + (f" {name.patronymic}" if chance.random() < 0.5 else "")
        born = f"{chance.randint(1965, 2005)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        yield {
            "kind": "casualty",
            "external_id": f"generated-{seed}-{n}",
            "document": {
                "source": "generated",
                "type": "list",
                "title": "Generated list",
                "published_on": "2024-01-01",
            },
            "locator": f"row {n + 1}",
            "casualty": {
                "names": [{"full": romanise(full.title(), n) if n % 3 == 0 else full.title()}],
                "status": "killed",
                "born": born if chance.random() < 0.6 else None,
                "died": f"2023-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
                "home": {"region": chance.choice(_REGIONS)},
                "rank": chance.choice(_RANKS),
            },
        }


def write_reports(path: Path, count: int, seed: int) -> None:
    """So many generated reports as NDJSON."""
    with path.open("wb") as file:
        for report in generated_reports(count, seed):
            file.write(orjson.dumps(report) + b"\n")


async def prepared(data_dir: Path, count: int) -> list[str]:
    """A registry under `data_dir` with so many generated reports; the ids of its records."""
    async with open_database(load_settings(data_dir=data_dir)) as db:
        await migrate.upgrade(db.engine)
        reports = list(generated_reports(count, seed=1))
        ids: dict[str, None] = {}
        for start in range(0, len(reports), BATCH):
            answer = await submit_reports(db, reports=reports[start : start + BATCH], actor=LOADER)
            ids |= dict.fromkeys(result["record_id"] for result in answer["results"])
        return list(ids)


async def make_key(data_dir: Path, scope: str) -> str:
    """A key of the registry under `data_dir`, which is migrated first."""
    async with open_database(load_settings(data_dir=data_dir)) as db:
        await migrate.upgrade(db.engine)
        made = await create_key(db, name="benchmark", scope=scope, partner="benchmark", expires_at=None, actor=MACHINE)
        return str(made["key"])
