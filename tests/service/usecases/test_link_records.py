from typing import Any

import pytest

from service.errors import Conflict, NotFound, Unprocessable
from service.usecases.link_records import link, read_link, unlink
from service.usecases.merge_records import merge, undo_merge
from tests.service.usecases.registry import MAINTAINER, Registry, case, casualty


async def tie(registry: Registry, *ids: str, relation: str = "same_person") -> dict[str, Any]:
    return await link(registry.db, ids=ids, relation=relation, grade="possible", reason="a test", actor=MAINTAINER)


async def related(registry: Registry, id_: str) -> list[tuple[str, str, str]]:
    return [(one["id"], one["relation"], one["grade"]) for one in (await registry.read(id_))["related"]]


async def test_each_side_names_the_other_until_the_link_is_undone(registry: Registry) -> None:
    (soldier,) = await registry.put(casualty("Тестов Тест"))
    (trial,) = await registry.put(case("Тестов Тест"))
    before = [await registry.read(id_) for id_ in (soldier, trial)]
    made = await tie(registry, soldier, trial)
    assert (made["ids"], made["by"], made["undone_at"]) == ([soldier, trial], MAINTAINER.account, None)
    assert await related(registry, soldier) == [(trial, "same_person", "possible")]
    assert await related(registry, trial) == [(soldier, "same_person", "possible")]
    undone = await unlink(registry.db, id=made["id"], reason=None, actor=MAINTAINER)
    assert undone["undone_at"] is not None
    for old in before:
        new = await registry.read(old["id"])
        assert new["version"] == 3
        assert new | {"version": 1, "updated_at": old["updated_at"]} == old
    written = {change[1:] for change in (await registry.changes())[2:]}
    assert written == {("updated", id_, version) for version in (2, 3) for id_ in (soldier, trial)}


async def test_a_link_is_cited_as_the_decision_that_made_it(registry: Registry) -> None:
    """The day and the id; who and why is told of the link, and kept from the public once a side is out of sight."""
    (soldier,) = await registry.put(casualty("Тестов Тест"))
    (trial,) = await registry.put(case("Тестов Тест"))
    made = await tie(registry, soldier, trial)
    for id_ in (soldier, trial):
        document = await registry.read(id_)
        ((number,),) = [one["citations"] for one in document["related"]]
        cited = document["citations"][number - 1]
        assert (cited["source"], cited["title"], cited["origin"]) == (
            "poimenno",
            "Maintainer's decision",
            "correction",
        )
        assert (cited["locator"], cited["published_on"]) == (made["id"], made["at"][:10])
        assert (cited["report_id"], cited["document_id"]) == (None, None)
    told = await read_link(registry.db, id=made["id"])
    assert (told["by"], told["reason"], told["ids"]) == (MAINTAINER.account, "a test", [soldier, trial])
    await registry.withdraw(soldier)
    assert (await read_link(registry.db, id=made["id"]))["reason"] is None
    assert (await read_link(registry.db, id=made["id"], reviewer=True))["reason"] == "a test"
    with pytest.raises(NotFound):
        await read_link(registry.db, id="lnk-0000000000")


async def test_a_relation_stands_once(registry: Registry) -> None:
    a, b = await registry.put(casualty("Тестов Тест"), casualty("Примеров Пример"))
    made = await tie(registry, a, b)
    with pytest.raises(Conflict) as conflict:
        await tie(registry, b, a)
    assert conflict.value.about == {"link": made["id"]}
    await tie(registry, a, b, relation="prior_case")
    await unlink(registry.db, id=made["id"], reason=None, actor=MAINTAINER)
    await tie(registry, b, a)
    with pytest.raises(Conflict):
        await unlink(registry.db, id=made["id"], reason=None, actor=MAINTAINER)


async def test_a_link_follows_its_records_through_merges(registry: Registry) -> None:
    a, b, c = await registry.put(*(casualty(name) for name in ("Тестов Тест", "Примеров Пример", "Образцов Образец")))
    made = await tie(registry, b, c)
    merged = await merge(registry.db, ids=[a, b], reason=None, actor=MAINTAINER)
    assert await related(registry, a) == [(c, "same_person", "possible")]
    assert await related(registry, c) == [(a, "same_person", "possible")]
    with pytest.raises(Conflict):
        await tie(registry, c, a)
    await undo_merge(registry.db, id=merged["id"], reason=None, actor=MAINTAINER)
    assert await related(registry, a) == []
    assert await related(registry, c) == [(b, "same_person", "possible")]
    merged = await merge(registry.db, ids=[a, b], reason=None, actor=MAINTAINER)
    await unlink(registry.db, id=made["id"], reason=None, actor=MAINTAINER)
    assert await related(registry, a) == []
    assert await related(registry, c) == []
    await undo_merge(registry.db, id=merged["id"], reason=None, actor=MAINTAINER)
    assert await related(registry, b) == []


async def test_what_can_not_be_linked(registry: Registry) -> None:
    a, b, c = await registry.put(*(casualty(name) for name in ("Тестов Тест", "Примеров Пример", "Образцов Образец")))
    await merge(registry.db, ids=[a, b], reason=None, actor=MAINTAINER)
    with pytest.raises(Unprocessable):
        await tie(registry, c, c)
    with pytest.raises(NotFound):
        await tie(registry, c, "cas-0000000000")
    with pytest.raises(Conflict, match="merged"):
        await tie(registry, c, b)
    with pytest.raises(NotFound):
        await unlink(registry.db, id="lnk-0000000000", reason=None, actor=MAINTAINER)
