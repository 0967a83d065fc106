"""Linking the registry ends as arrival one by one would have, whatever dies on the way, and overrules nobody."""

import asyncio
import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from dask.distributed import Client, LocalCluster

from matching.model import SHIPPED, Weights
from service.errors import Conflict
from service.storage.engine import Database
from service.usecases.decide_suggestion import decide, list_suggestions
from service.usecases.link_registry import decide_pairs
from service.usecases.merge_records import read_merge
from service.usecases.scan_registry import linking_alone, open_scan, scan
from service.usecases.verify import verify
from tests.service.usecases.linking import arrive, attaching, groups, link, persons, suggested, sure
from tests.service.usecases.registry import MAINTAINER, Registry, case, casualty, content

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")

NAME = "Хисамутдинов Руслан Тестович"
SURE: dict[str, Any] = {"born": "1990-05-17", "home": {"region": "RU-BA", "place": "Мелеуз"}}


@pytest.fixture(scope="module")
def workers() -> Iterator[str]:
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def loaded(registry: Registry) -> Registry:
    """A registry whose reports are stored without joining any, as an operator loads a list to link it later."""
    attaching(registry, False)
    return registry


async def forget_suggestions(registry: Registry) -> None:
    """As if nothing had been suggested yet."""
    async with registry.db.engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM suggestion")


async def decided(registry: Registry, suggestion: str, decision: str) -> None:
    await decide(registry.db, id=suggestion, decision=decision, reason=None, versions=None, actor=MAINTAINER)


async def edges(registry: Registry) -> list[dict[str, Any]]:
    return [dict(row) for row in await registry.db.reads.fetch("SELECT * FROM merge ORDER BY at, id")]


async def test_it_ends_as_arrival_one_by_one_does(registry: Registry, second_database: Database, workers: str) -> None:
    reports = persons(60)
    await arrive(registry, reports)
    later = Registry(second_database)
    attaching(later, False)
    await later.put(*reports)
    await forget_suggestions(later)
    attaching(later, True)
    linked = await link(later, workers)
    assert await groups(later) == await groups(registry)
    assert set(await suggested(later)) == set(await suggested(registry))
    assert linked.merged == len(reports) - len(await groups(registry)) > 20
    assert linked.suggested == len(await suggested(later)) > 20
    assert (await verify(later.db)).faults == {}
    again = await link(registry, workers)
    assert (again.merged, again.suggested) == (0, 0)
    assert await suggested(later) == await suggested(registry)


async def test_what_was_suggested_while_nothing_was_joined_is_told_once_and_of_the_whole(
    registry: Registry, second_database: Database, workers: str
) -> None:
    reports = persons(80)
    await arrive(registry, reports)
    later = Registry(second_database)
    attaching(later, False)
    await later.put(*reports)
    attaching(later, True)
    linked = await link(later, workers)
    assert await groups(later) == await groups(registry)
    assert linked.rescored == 0, "each merge scored its pairs anew"
    assert set(await suggested(later)) >= set(await suggested(registry))
    assert all(len(scores) == 1 for scores in (await suggested(later)).values())


async def test_done_again_it_changes_nothing(loaded: Registry, workers: str) -> None:
    await loaded.put(*persons(20))
    attaching(loaded, True)
    await link(loaded, workers)
    before = await loaded.changes(), await suggested(loaded)
    again = await link(loaded, workers)
    assert (again.merged, again.suggested, again.rescored) == (0, 0, 0)
    assert (await loaded.changes(), await suggested(loaded)) == before


async def test_a_merge_by_the_machine_says_why_and_can_be_undone_for_good(loaded: Registry, workers: str) -> None:
    a, b = await loaded.put(
        casualty(NAME, external_id="a", **SURE), casualty(NAME, source="b", external_id="b", **SURE)
    )
    before = [content(await loaded.read(id_)) for id_ in (a, b)]
    attaching(loaded, True)
    assert (await link(loaded, workers)).merged == 1
    (edge,) = await edges(loaded)
    assert (edge["survivor"], edge["absorbed"], edge["by"], edge["judgement_id"]) == (a, b, "registry", None)
    told = (await read_merge(loaded.db, id=edge["id"], reviewer=True))["reason"]
    assert told.startswith("surely one (score ")
    assert loaded.db.weights.version in told
    await loaded.undo_merge(edge["id"])
    assert [content(await loaded.read(id_)) for id_ in (a, b)] == before
    assert (await link(loaded, workers)).merged == 0
    assert len(await suggested(loaded)) == 1


async def test_where_nothing_may_be_attached_the_sure_are_suggested(loaded: Registry, workers: str) -> None:
    await loaded.put(casualty(NAME, external_id="a", **SURE), casualty(NAME, source="b", external_id="b", **SURE))
    await forget_suggestions(loaded)
    linked = await link(loaded, workers)
    assert (linked.merged, linked.suggested) == (0, 1)
    assert set(await suggested(loaded)) == {frozenset({frozenset({"a"}), frozenset({"b"})})}


async def test_what_someone_called_different_stays_apart(loaded: Registry, workers: str) -> None:
    await loaded.put(casualty(NAME, external_id="a", **SURE))
    (result,) = await loaded.submit(casualty(NAME, source="b", external_id="b", **SURE))
    await decided(loaded, result["suggestions"][0], "different")
    await loaded.put(casualty(NAME, source="c", external_id="c", **SURE))
    attaching(loaded, True)
    await link(loaded, workers)
    assert not any({"a", "b"} <= group for group in await groups(loaded))
    assert (await verify(loaded.db)).faults == {}


async def test_a_pair_that_someone_was_unsure_of_is_left_to_them(loaded: Registry, workers: str) -> None:
    await loaded.put(casualty(NAME, **SURE))
    (result,) = await loaded.submit(casualty(NAME, source="b", **SURE))
    await decided(loaded, result["suggestions"][0], "unsure")
    attaching(loaded, True)
    linked = await link(loaded, workers)
    assert (linked.merged, linked.suggested) == (0, 0)
    assert await edges(loaded) == []


@pytest.mark.parametrize("hide", ["withdraw", "redact", "redact a field"])
@pytest.mark.parametrize("which", [0, 1])
async def test_what_is_withdrawn_or_redacted_is_merged_with_nothing(
    loaded: Registry, workers: str, hide: str, which: int
) -> None:
    ids = await loaded.put(casualty(NAME, **SURE), casualty(NAME, source="b", **SURE))
    if hide == "withdraw":
        await loaded.withdraw(ids[which])
    else:
        await loaded.redact(ids[which], *(["rank"] if hide == "redact a field" else []))
    attaching(loaded, True)
    assert (await link(loaded, workers)).merged == 0
    assert await edges(loaded) == []


@pytest.mark.parametrize("change", ["withdraw", "correct", "merge"])
async def test_what_changes_between_looking_and_deciding_is_read_again(
    loaded: Registry, workers: str, change: str
) -> None:
    a, b = await loaded.put(casualty(NAME, **SURE), casualty(NAME, source="b", **SURE))
    attaching(loaded, True)
    plan = await open_scan(loaded.db)
    await asyncio.to_thread(scan, plan, scheduler=workers)
    assert plan.found(plan.stretches[0]) == [(b, [a])]
    if change == "withdraw":
        await loaded.withdraw(a)
    elif change == "correct":
        await loaded.correct(b, {"names": [{"full": "Хисамутдинов Тимур Тестович"}]})
    else:
        await loaded.merge(b, a)
    assert (await decide_pairs(loaded.db, plan)).merged == 0
    assert [edge["by"] for edge in await edges(loaded)] == (["test-maintainer"] if change == "merge" else [])


async def test_a_second_likely_record_leaves_the_pair_to_a_maintainer(loaded: Registry, workers: str) -> None:
    a, b, _ = await loaded.put(*(casualty(NAME, source=source, external_id=source, **SURE) for source in "abc"))
    found = await list_suggestions(loaded.db)
    between = next(item for item in found["items"] if {item["left"]["id"], item["right"]["id"]} == {a, b})
    await decided(loaded, between["id"], "different")
    attaching(loaded, True)
    linked = await link(loaded, workers)
    assert linked.merged == 0
    assert {frozenset({frozenset("c"), frozenset(o)}) for o in "ab"} <= set(await suggested(loaded))


async def test_cases_are_linked_by_their_number_and_court(loaded: Registry, workers: str) -> None:
    court = {"court": {"name": "Владимирский гарнизонный военный суд"}, "case_numbers": ["1-12/2024"]}
    a, b = await loaded.put(case("Тестов Тест", **court), case("Тестов Т.", "Примеров Пример", source="b", **court))
    attaching(loaded, True)
    assert (await link(loaded, workers)).merged == 1
    assert [one["display_name"] for one in (await loaded.read(a))["defendants"]] == ["Тестов Тест", "Примеров Пример"]
    assert (await verify(loaded.db)).faults == {}
    assert b in (await loaded.read(a))["merged_ids"]


async def test_only_one_links_at_a_time(registry: Registry) -> None:
    settings = registry.db.settings
    with linking_alone(settings), pytest.raises(Conflict, match="already"), linking_alone(settings):
        raise AssertionError("both were let in")
    with linking_alone(registry.db.settings):
        pass


async def test_reports_may_come_meanwhile(loaded: Registry, workers: str) -> None:
    await loaded.put(*sure(20))
    attaching(loaded, True)
    await asyncio.gather(link(loaded, workers), arrive(loaded, sure(20, "c")))
    await link(loaded, workers)
    assert {len(group) for group in await groups(loaded)} == {3}
    assert len(await groups(loaded)) == 20
    assert (await verify(loaded.db)).faults == {}


async def test_a_worker_that_is_killed_costs_nothing(loaded: Registry) -> None:
    reports = persons(40)
    await loaded.put(*reports)
    attaching(loaded, True)
    killed: list[int] = []
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        with Client(cluster) as client:
            victim = next(iter(client.run(os.getpid).values()))

        def kill(stage: str, done: int, total: int | None) -> None:
            if stage == "comparing" and not killed:
                os.kill(victim, signal.SIGKILL)
                killed.append(done)

        linked = await link(loaded, cluster.scheduler_address, size=5, progress=kill)
    assert killed
    assert linked.merged > 10
    assert (await verify(loaded.db)).faults == {}


async def test_a_soldier_and_a_defendant_are_linked_and_never_merged(loaded: Registry, workers: str) -> None:
    trial = case(NAME)
    trial["case"]["defendants"][0] |= SURE
    soldier, defendant = await loaded.put(casualty(NAME, **SURE), trial)
    attaching(loaded, True)
    for _ in range(2):
        await link(loaded, workers)
        for one, other in ((soldier, defendant), (defendant, soldier)):
            related = [(r["id"], r["relation"], r["grade"]) for r in (await loaded.read(one))["related"]]
            assert related == [(other, "same_person", "possible")]


async def test_a_link_with_a_defendant_is_weighed_by_the_present_weights(registry: Registry, workers: str) -> None:
    trial = case(NAME, events=[{"type": "sentenced", "date": "2023-04-11"}])
    trial["case"]["defendants"][0] |= SURE
    soldier, _ = await registry.put(casualty(NAME, **SURE), trial)
    registry.db.weights = Weights("strict", {("family_name", "exact"): -40.0})
    for strict in (True, False):
        await link(registry, workers)
        assert bool((await registry.read(soldier))["related"]) is not strict
        registry.db.weights = SHIPPED
