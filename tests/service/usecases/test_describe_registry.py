"""Statistics: months that are known, delays, what sources have in common, figures of others, what changed and why."""

import asyncio
from datetime import date
from typing import Any

import pytest

from schemas.tally import NewTally
from service.storage import series
from service.usecases.describe_registry import (
    Described,
    changes_since,
    describe_registry,
    published_figures,
)
from service.usecases.kept import kept
from service.usecases.tallies import create_tally
from tests.service.usecases.registry import PARTNER, Registry, case, casualty
from tests.service.usecases.seed import row, store

DEAD = "status:killed"
LONG_AGO, NEVER = date(2022, 1, 1), date(2100, 1, 1)


def died(first: str, last: str, reported: str) -> dict[str, str]:
    return {"died_from": first, "died_to": last, "first_reported": reported}


async def described(registry: Registry) -> Described:
    await store(
        registry.db,
        row("cas-a", DEAD, "source:a", "source:b", **died("2022-11-16", "2022-11-16", "2022-11-23")),
        row("cas-b", DEAD, "source:a", **died("2022-11-01", "2022-11-30", "2022-12-01")),
        row("cas-c", DEAD, "source:b", **died("2022-11-30", "2022-12-01", "2022-12-02")),
        row("cas-d", DEAD, **died("2022-12-05", "2022-12-05", "2024-01-01")),
        row("cas-e", "status:disputed", "source:a", "source:b", **died("2022-11-16", "2022-11-16", "2022-11-17")),
        row("cas-f", DEAD, "source:a", "source:b", state="withdrawn", **died("2022-11-16", "2022-11-16", "2022-11-17")),
        row("cas-g", DEAD, **died("2022-12-07", "2022-12-07", "2022-12-06")),
        row("case-a", "source:b", first_reported="2023-11-08"),
    )
    return await describe_registry(registry.db)


async def test_the_dead_are_counted_in_the_month_that_is_known(registry: Registry) -> None:
    found = await described(registry)
    assert found.died == {"2022-11": 2, "2022-12": 2}
    assert found.reported == {
        "casualty": {"2022-11": 1, "2022-12": 3, "2024-01": 1},
        "case": {"2023-11": 1},
    }


async def test_delays_are_counted_from_days_that_are_known(registry: Registry) -> None:
    found = await described(registry)
    assert found.delays == {0: 1, 5: 1}
    assert found.quartiles == [7, 7, 392]


async def test_what_sources_have_in_common(registry: Registry) -> None:
    found = await described(registry)
    assert found.overlap["casualty"] == {
        ("a", "a"): 2, ("b", "b"): 2, ("a", "b"): 1, ("b", "a"): 1, ("a", None): 1, ("b", None): 1,
    }  # fmt: skip
    assert found.overlap["case"] == {("b", "b"): 1, ("b", None): 1}


async def test_only_the_largest_sources_are_compared(registry: Registry) -> None:
    await store(registry.db, row("cas-a", DEAD, "source:x", "source:y"), row("cas-b", DEAD, "source:y"))
    async with registry.db.reading() as conn:
        assert await series.overlap(conn, "casualty", [DEAD], 1) == {("y", "y"): 2, ("y", None): 1}


async def test_an_empty_registry_has_no_statistics(registry: Registry) -> None:
    found = await describe_registry(registry.db)
    assert (found.died, found.delays, found.quartiles) == ({}, {}, None)
    assert not found.overlap["casualty"]
    assert (await changes_since(registry.db, LONG_AGO)).causes == []
    assert await published_figures(registry.db) == []


async def test_what_changed_is_told_by_its_cause(registry: Registry) -> None:
    first, second = await registry.put(casualty("Тестов Тест"), case("Образцов Образец"))
    await registry.correct(first, {"died": "2022-11-17"})
    await registry.withdraw(second)
    found = await changes_since(registry.db, LONG_AGO)
    assert {(one["cause"], one["type"], one["kind"]): (one["changes"], one["records"]) for one in found.causes} == {
        ("report", "published", "casualty"): (1, 1),
        ("report", "published", "case"): (1, 1),
        ("correction", "updated", "casualty"): (1, 1),
        ("withdrawal", "withdrawn", "case"): (1, 1),
    }
    assert [(one["id"], one["cause"]) for one in found.latest] == [(second, "withdrawal"), (first, "correction")]
    assert (await changes_since(registry.db, NEVER)).causes == []


def tally(scope: dict[str, Any], value: int) -> NewTally:
    document = {"source": "test", "type": "list", "title": "Figures", "published_on": "2024-06-04"}
    return NewTally.model_validate({"document": document, "scope": scope, "as_of": "2024-06", "value": value})


@pytest.mark.parametrize(
    ("scope", "ours"),
    [
        ({"kind": "casualty"}, 2),
        ({"kind": "casualty", "status": "killed", "region": "Башкирия", "counted": "persons"}, 1),
        ({"kind": "case", "article": "337"}, 1),
        ({"kind": "case", "article": "AWOL"}, None),
        ({"kind": "casualty", "period": "2022-11"}, None),
        ({"kind": "casualty", "described_as": "those of one town"}, None),
        ({"kind": "case", "court": "Vladimir Garrison Military Court"}, None),
    ],
)
async def test_figures_stand_beside_our_counts(registry: Registry, scope: dict[str, Any], ours: int | None) -> None:
    await store(
        registry.db,
        row("cas-a", DEAD, "region:RU", "region:RU-BA"),
        row("cas-b", DEAD, "region:RU"),
        row("cas-c", "status:missing", "region:RU", "region:RU-BA"),
        row("case-a", "article:337", "article:337/5"),
    )
    before = (await describe_registry(registry.db)).counts
    assert await published_figures(registry.db) == []
    await create_tally(registry.db, tally=tally(scope, 8000), actor=PARTNER)
    (figure,) = await published_figures(registry.db)
    assert (figure["value"], figure["ours"], figure["document"]["source"]) == (8000, ours, "test")
    assert (await describe_registry(registry.db)).counts == before


async def test_a_count_is_made_once_for_all_who_ask_and_again_after_a_change(registry: Registry) -> None:
    made = 0

    async def count() -> int:
        nonlocal made
        made += 1
        return made

    assert await asyncio.gather(*(kept(registry.db, "test", count) for _ in range(5))) == [1] * 5
    registry.db.kept["test"].fresh_until = 0.0
    assert await kept(registry.db, "test", count) == 1
    await registry.put(casualty("Тестов Тест"))
    registry.db.kept["test"].fresh_until = 0.0
    assert await kept(registry.db, "test", count) == 2
    registry.db.kept["test"].fresh_until = float("inf")
    await registry.put(casualty("Примеров Пример"))
    assert await kept(registry.db, "test", count) == 2


async def test_what_nobody_asks_for_makes_room(registry: Registry) -> None:
    async def count() -> None: ...

    for number in range(300):
        await kept(registry.db, str(number), count)
    assert len(registry.db.kept) == 256
    assert "299" in registry.db.kept
