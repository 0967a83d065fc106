import pytest

from service.errors import Conflict, NotFound, Unprocessable
from service.usecases import manage_sources
from service.usecases.manage_sources import create_source, list_sources, update_source
from service.usecases.merge_records import merge
from tests.service.usecases.registry import MAINTAINER, Registry, casualty


def official(name: str, source: str, kind: str = "official") -> dict:
    report = casualty(name, source=source)
    report["document"] |= {"type": kind, "title": f"{kind} of {name}"}
    return report


async def test_a_source_is_made_once(registry: Registry) -> None:
    made = await create_source(
        registry.db, slug="testpress", name="Test Press", url="https://press.test", official=False, actor=MAINTAINER
    )
    assert made == {
        "slug": "testpress", "name": "Test Press", "url": "https://press.test", "official": False, "documents": 0,
        "reports": 0,
    }  # fmt: skip
    with pytest.raises(Conflict) as conflict:
        await create_source(registry.db, slug="testpress", name=None, url=None, official=True, actor=MAINTAINER)
    assert conflict.value.about == {"source": "testpress"}


async def test_sources_are_listed_with_what_they_gave(registry: Registry) -> None:
    await registry.put(casualty("Тестов Тест", source="b"), casualty("Примеров Пример", source="b"))
    await registry.put(casualty("Образцов Образец", source="a"))
    first = await list_sources(registry.db, limit=1, count=True)
    assert [(item["slug"], item["documents"], item["reports"]) for item in first["items"]] == [("a", 1, 1)]
    assert first["total"] == 2
    rest = await list_sources(registry.db, cursor=first["next"])
    assert [(item["slug"], item["documents"], item["reports"]) for item in rest["items"]] == [("b", 1, 2)]
    assert rest["next"] is None
    with pytest.raises(Unprocessable):
        await list_sources(registry.db, cursor="WzFd")


async def test_the_official_mark_changes_what_rests_on_official_documents(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manage_sources, "REFOLDED_AT_ONCE", 2)
    names = ("Тестов Тест", "Примеров Пример", "Образцов Образец")
    stated = await registry.put(*(official(name, "ministry") for name in names))
    (posted,) = await registry.put(official("Случаев Случай", "ministry", "social"))
    changed = await update_source(registry.db, slug="ministry", change={"official": True}, actor=MAINTAINER)
    assert changed["official"] is True
    for id_ in stated:
        record = await registry.read(id_)
        assert (record["version"], record["evidence"]["grade"]) == (2, "official_document")
    assert (await registry.read(posted))["version"] == 1
    causes = await registry.db.reads.fetch("SELECT DISTINCT cause, by FROM record_version WHERE version = 2")
    assert [tuple(row) for row in causes] == [("rules", MAINTAINER.account)]
    await update_source(registry.db, slug="ministry", change={"official": True}, actor=MAINTAINER)
    await update_source(registry.db, slug="ministry", change={"official": None, "name": "Ministry"}, actor=MAINTAINER)
    assert (await registry.read(stated[0]))["version"] == 2
    changed = await update_source(registry.db, slug="ministry", change={"official": False}, actor=MAINTAINER)
    assert (changed["name"], changed["official"]) == ("Ministry", False)
    assert (await registry.read(stated[0]))["evidence"]["grade"] == "single_source"


async def test_a_merged_record_is_folded_under_its_survivor(registry: Registry) -> None:
    survivor, absorbed = await registry.put(casualty("Тестов Тест"), official("Примеров Пример", "ministry"))
    await merge(registry.db, ids=[survivor, absorbed], reason=None, actor=MAINTAINER)
    await update_source(registry.db, slug="ministry", change={"official": True}, actor=MAINTAINER)
    assert (await registry.read(survivor))["evidence"]["grade"] == "official_document"


async def test_an_unknown_source_is_not_changed(registry: Registry) -> None:
    with pytest.raises(NotFound):
        await update_source(registry.db, slug="nobody", change={"name": "x"}, actor=MAINTAINER)
