"""Versions by number, time and difference; none shows what is out of sight today."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from service.errors import Gone, MergedAway, NotFound, Unprocessable
from service.usecases.read_changes import read_changes
from service.usecases.read_versions import diff_versions, list_versions
from tests.service.usecases.registry import STAMPS, Registry, casualty


async def feed(registry: Registry) -> list[dict[str, Any]]:
    """The changes with the documents that the feed shows of them."""
    changes: list[dict[str, Any]] = orjson.loads((await read_changes(registry.db, limit=1000, records=True)).body)[
        "changes"
    ]
    return changes


async def test_history_of_a_merged_record_is_its_own(registry: Registry) -> None:
    a, b = await registry.put(casualty("Тестов Тест"), casualty("Примеров Пример", source="b"))
    first = await registry.read(b)
    at = (await registry.served(b)).last_modified
    await registry.merge(a, b)
    with pytest.raises(MergedAway) as away:
        await registry.served(b)
    assert away.value.target == a
    assert await registry.read(b, version=1) == first
    assert await registry.read(b, as_of=at) == first
    listed = (await list_versions(registry.db, kind="casualty", id=b))["items"]
    told = [(one["version"], one["state"], one["cause"]) for one in listed]
    assert told == [(1, "published", "report"), (2, "merged", "merge")]
    assert (await registry.read(b, version=2))["merged_into"] == a
    with pytest.raises(NotFound):
        await registry.served(b, version=3)
    with pytest.raises(NotFound):
        await registry.served(b, as_of=at - timedelta(seconds=1))
    await registry.withdraw(a)
    with pytest.raises(Gone):
        await registry.served(b, version=1)


async def test_versions_are_read_by_number_time_and_difference(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест"))
    first = await registry.served(a)
    await registry.correct(a, {"rank": "сержант"})
    second = await registry.served(a)
    assert await registry.served(a, version=1) == first
    assert await registry.served(a, as_of=second.last_modified - timedelta(microseconds=1)) == first
    assert await registry.served(a, as_of=second.last_modified) == second
    patch = (await diff_versions(registry.db, kind="casualty", id=a, from_version=1, to_version=2))["patch"]
    assert {"op": "replace", "path": "/version", "value": 2} in patch
    assert {one["path"].split("/")[1] for one in patch} >= {"rank", "citations", *STAMPS}
    listed = await list_versions(registry.db, kind="casualty", id=a, limit=1)
    assert [one["version"] for one in listed["items"]] == [1]
    rest = await list_versions(registry.db, kind="casualty", id=a, cursor=listed["next"])
    assert ([one["version"] for one in rest["items"]], rest["next"]) == ([2], None)
    with pytest.raises(Unprocessable):
        await list_versions(registry.db, kind="casualty", id=a, cursor="nonsense")


async def test_no_version_of_another_record_shows_what_is_withdrawn(registry: Registry) -> None:
    a, b = await registry.put(casualty("Тестов Тест"), casualty("Примеров Пример", source="other"))
    merged = await registry.merge(a, b)
    await registry.undo_merge(merged)
    assert len((await registry.read(a, version=2))["names"]) == 2
    await registry.withdraw(b)
    with pytest.raises(Gone):
        await registry.read(a, version=2)
    assert [len((await registry.read(a, version=n))["names"]) for n in (1, 3)] == [1, 1]
    await registry.restore(b)
    assert len((await registry.read(a, version=2))["names"]) == 2


async def test_no_version_from_before_a_split_shows_the_part_that_is_withdrawn(registry: Registry) -> None:
    a, b = await registry.put(casualty("Тестов Тест"), casualty("Примеров Пример", source="other"))
    await registry.merge(a, b)
    moved = (await registry.read(a))["citations"][1]["report_id"]
    _, new = await registry.split(a, moved)
    await registry.withdraw(new)
    with pytest.raises(Gone):
        await registry.read(a, version=2)
    assert len((await registry.read(a))["names"]) == 1


async def test_no_version_of_a_base_shows_the_part_that_was_split_from_the_whole_and_withdrawn(
    registry: Registry,
) -> None:
    """The part's report was put into a record that was merged into the whole, and shows it in its own history."""
    a, b = await registry.put(casualty("Тестов Тест"), casualty("Примеров Пример", source="other"))
    await registry.merge(a, b)
    moved = (await registry.read(b, version=1))["citations"][0]["report_id"]
    _, new = await registry.split(a, moved)
    assert (await registry.read(b, version=1))["display_name"] == "Примеров Пример"
    await registry.withdraw(new)
    with pytest.raises(Gone):
        await registry.read(b, version=1)
    assert (await registry.read(b, version=2))["state"] == "merged"
    shown = {(one["id"], one["version"]): one["record"] for one in await feed(registry)}
    assert shown[b, 1] is None
    assert shown[b, 2]["state"] == "merged"
    await registry.restore(new)
    assert (await registry.read(b, version=1))["display_name"] == "Примеров Пример"
