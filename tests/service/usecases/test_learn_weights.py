"""Weights are learnt from maintainers' decisions, and change the scores of what is not decided yet."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from dask.distributed import LocalCluster

from matching.model import MODEL_VERSION
from service.errors import Unprocessable
from service.settings import Settings, SettingsError, learnt_weights
from service.usecases.decide_suggestion import decide, list_suggestions
from service.usecases.learn_weights import learn_weights
from service.usecases.look_up import search
from tests.service.linking.listing import made_up_surname
from tests.service.usecases.linking import attaching, link
from tests.service.usecases.registry import MAINTAINER, Registry, casualty

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture(scope="module")
def workers() -> Iterator[str]:
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        yield cluster.scheduler_address


def pair(n: int, first: dict[str, Any], second: dict[str, Any]) -> list[dict[str, Any]]:
    name = f"{made_up_surname(n)} Олег"
    return [casualty(name, source="a", **first), casualty(name, source="b", **second)]


def elsewhere(n: int) -> list[dict[str, Any]]:
    """One name in two regions, which the maintainers of these tests call two."""
    return pair(n, {"home": {"region": "RU-BA"}}, {"home": {"region": "RU-TA"}})


def promoted(n: int) -> list[dict[str, Any]]:
    """One name with two ranks, which they call one."""
    return pair(n, {"rank": "рядовой"}, {"rank": "майор"})


async def suggested(registry: Registry, *reports: dict[str, Any]) -> str:
    """The suggestion that the last of the reports makes."""
    (found,) = (await registry.submit(*reports))[-1]["suggestions"]
    return str(found)


async def decided(registry: Registry, count: int) -> None:
    """Decisions on `count` pairs of each sort."""
    for n in range(count):
        for sort, decision in ((elsewhere(2 * n), "different"), (promoted(2 * n + 1), "same")):
            id_ = await suggested(registry, *sort)
            await decide(registry.db, id=id_, decision=decision, reason=None, versions=None, actor=MAINTAINER)


async def scores(registry: Registry) -> dict[str, float]:
    return {item["id"]: item["score"] for item in (await list_suggestions(registry.db))["items"]}


async def test_decisions_teach_and_linking_again_brings_the_queue_up_to_date(
    registry: Registry, workers: str, tmp_path: Path
) -> None:
    attaching(registry, False)
    await decided(registry, 15)
    doubtful, likely = await suggested(registry, *elsewhere(1000)), await suggested(registry, *promoted(1001))
    before = await scores(registry)
    path = tmp_path / "weights.json"
    learnt = await learn_weights(registry.db, path)
    assert (learnt.same, learnt.different, learnt.persons) == (15, 15, 30)
    assert learnt.loss_after < learnt.loss_before
    assert learnt.levels["region", "different"] < -0.3
    assert orjson.loads(path.read_bytes())["version"] == learnt.version != MODEL_VERSION
    registry.db.weights = learnt_weights(registry.db.settings.model_copy(update={"model": path}))
    linked = await link(registry, workers)
    assert linked.rescored == 2
    after = await scores(registry)
    assert after.keys() == before.keys() == {doubtful, likely}
    assert after[doubtful] < before[doubtful] - 0.3
    assert after[likely] > after[doubtful] + 0.3
    stored = await registry.db.reads.fetch("SELECT DISTINCT model FROM suggestion WHERE state = 'open'")
    assert [row["model"] for row in stored] == [learnt.version]
    assert (await search(registry.db, q=made_up_surname(1000)))["model"] == learnt.version


async def test_what_is_no_longer_likely_is_closed_and_opens_again(registry: Registry, workers: str) -> None:
    attaching(registry, False)
    id_ = await suggested(registry, *elsewhere(1))
    shipped = registry.db.weights
    registry.db.weights = replace(shipped, version="test+1", learnt={("region", "different"): -30.0})
    assert (await link(registry, workers)).rescored == 1
    assert (await list_suggestions(registry.db))["items"] == []
    assert [one["id"] for one in (await list_suggestions(registry.db, state="closed"))["items"]] == [id_]
    registry.db.weights = shipped
    await link(registry, workers)
    assert [one["id"] for one in (await list_suggestions(registry.db))["items"]] == [id_]


async def test_merges_and_splits_are_decisions_and_what_was_undone_or_redacted_is_none(
    registry: Registry, tmp_path: Path
) -> None:
    attaching(registry, False)
    ids = [await registry.put(*(elsewhere(n) if n % 2 else promoted(n))) for n in range(10)]
    for a, b in ids:
        await registry.merge(a, b)
    for a, _ in ids[1::2]:
        await registry.split(a, (await registry.read(a))["citations"][1]["report_id"])
    undone = [await registry.put(*promoted(n)) for n in (100, 101)]
    for a, b in undone:
        await registry.undo_merge(await registry.merge(a, b))
    await registry.redact(ids[0][0], "rank")
    learnt = await learn_weights(registry.db, tmp_path / "weights.json")
    assert (learnt.same, learnt.different) == (9, 5)


async def test_with_too_few_decisions_nothing_is_written(registry: Registry, tmp_path: Path) -> None:
    attaching(registry, False)
    id_ = await suggested(registry, *elsewhere(1))
    await decide(registry.db, id=id_, decision="different", reason=None, versions=None, actor=MAINTAINER)
    with pytest.raises(Unprocessable, match="too little"):
        await learn_weights(registry.db, tmp_path / "weights.json")
    assert not (tmp_path / "weights.json").exists()


def test_a_model_that_can_not_be_used_is_named(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, model=tmp_path / "none.json")
    with pytest.raises(SettingsError, match=r"POIMENNO_MODEL: .*none\.json can't be read"):
        learnt_weights(settings)
    (tmp_path / "none.json").write_text("{}")
    with pytest.raises(SettingsError, match=r"POIMENNO_MODEL: .*is no model"):
        learnt_weights(settings)
