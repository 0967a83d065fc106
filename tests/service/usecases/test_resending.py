"""A list that is sent again and again: what is there costs nobody anything, and what becomes one is named."""

import asyncio
from dataclasses import replace

import pytest

from service.storage.transaction import writing
from service.usecases.submit_reports import NAMED_BESIDE
from tests.service.usecases.registry import PARTNER, Registry, case, casualty

SURE = {"born": "1985-03-14", "died": "2022-11-16", "home": {"region": "RU-BA"}}
NAME = "Тестов Пример Образцович"


async def test_what_is_there_is_told_while_somebody_else_writes(registry: Registry) -> None:
    batch = [casualty(NAME, external_id="1"), casualty("Пробов Проба"), case("Пробов Проба", external_id="2")]
    sent = await registry.submit(*batch)
    async with writing(registry.db.engine):
        again = await asyncio.wait_for(registry.submit(*batch), 5)
    assert [one["outcome"] for one in again] == ["unchanged"] * 3
    for name in ("report_id", "record_id"):
        assert [one[name] for one in again] == [one[name] for one in sent]


async def test_what_is_new_among_much_that_is_there_is_taken(registry: Registry) -> None:
    old = [casualty(f"Тестов Тест {n}", external_id=str(n)) for n in range(4)]
    await registry.put(*old)
    changed = casualty("Тестов Тест 2", external_id="2", rank="сержант")
    results = await registry.submit(old[0], changed, casualty("Новов Нов", external_id="9"), old[3], "no report")
    assert [one["index"] for one in results] == [0, 1, 2, 3, 4]
    assert [one["outcome"] for one in results] == ["unchanged", "superseded", "created", "unchanged", "rejected"]


async def test_one_id_several_times_in_a_batch_is_taken_in_its_order(registry: Registry) -> None:
    first, second = (casualty(NAME, external_id="1", rank=rank) for rank in ("сержант", "рядовой"))
    await registry.put(first)
    results = await registry.submit(first, second, first)
    assert [one["outcome"] for one in results] == ["unchanged", "superseded", "superseded"]
    record = await registry.read(results[0]["record_id"])
    assert record["rank"]["value"] == "sergeant"


@pytest.mark.parametrize("dry_run", [True, False])
async def test_ids_that_become_one_are_named(registry: Registry, dry_run: bool) -> None:
    await registry.put(casualty(NAME, external_id="old", source="a", **SURE))
    await registry.put(casualty("Чужаков Чужак", external_id="far", source="a"))
    batch = [
        casualty(NAME, external_id="new", source="b", **SURE),
        casualty(NAME, external_id="newer", source="c", **SURE),
        casualty("Случаев Случай", external_id="alone", source="b"),
        casualty("Чужаков Чужак", external_id="far", source="a"),
    ]
    results = await registry.submit(*batch, dry_run=dry_run)
    assert [one["outcome"] for one in results] == ["attached", "attached", "created", "unchanged"]
    assert [one["same_record_as"] for one in results] == [["newer", "old"], ["new", "old"], [], []]


async def test_records_that_are_suggested_are_named(registry: Registry) -> None:
    (known,) = await registry.put(casualty(NAME, external_id="1", source="a"))
    (tried,) = await registry.submit(casualty(NAME, external_id="2", source="b"), dry_run=True)
    assert tried["outcome"] == "created"
    assert tried["suggested_records"] == [known]
    assert len(tried["suggestions"]) == 1
    assert tried["same_record_as"] == []


async def test_not_all_of_very_many_ids_are_named(registry: Registry) -> None:
    many = [casualty(NAME, external_id=str(n), source=f"s{n}", **SURE) for n in range(NAMED_BESIDE + 5)]
    results = await registry.submit(*many)
    assert {len(one["same_record_as"]) for one in results} == {NAMED_BESIDE}


async def test_ids_of_other_partners_are_not_named(registry: Registry) -> None:
    stranger = replace(PARTNER, partner="stranger")
    await registry.put(casualty(NAME, external_id="theirs", source="a", **SURE), actor=stranger)
    (own,) = await registry.submit(casualty(NAME, external_id="own", source="b", **SURE))
    assert (own["outcome"], own["same_record_as"]) == ("attached", [])
