"""Merging, splitting and undoing: nothing is lost, everything comes back."""

import pytest

from service.errors import Conflict, MergedAway
from service.usecases.merge_records import merge, read_merge, undo_merge
from service.usecases.split_record import split, undo_split
from tests.service.usecases.registry import ANYTHING, MAINTAINER, Registry, case, casualty, content


async def test_undoing_a_merge_gives_back_both_records(registry: Registry) -> None:
    a, b = await registry.put(casualty("Тестов Тест"), casualty("Примеров Пример", source="other"))
    before = [content(await registry.read(id_)) for id_ in (a, b)]
    merged = await merge(registry.db, ids=[a, b], reason="same", actor=MAINTAINER)
    whole = await registry.read(a)
    assert whole["merged_ids"] == [b]
    assert {name["full"] for name in whole["names"]} == {"Тестов Тест", "Примеров Пример"}
    with pytest.raises(MergedAway) as away:
        await registry.read(b)
    assert away.value.target == a
    assert (await registry.read(b, version=1))["display_name"] == "Примеров Пример"
    await undo_merge(registry.db, id=merged["id"], reason=None, actor=MAINTAINER)
    assert [content(await registry.read(id_)) for id_ in (a, b)] == before
    assert [change[1:3] for change in await registry.changes()][2:] == [
        ("updated", a), ("merged", b), ("updated", a), ("restored", b),
    ]  # fmt: skip


async def test_merges_undone_in_any_order_end_alike(registry: Registry) -> None:
    a, b, c = await registry.put(*(casualty(f"Тестов{n} Тест", source=f"s{ord(n)}") for n in "абв"))
    before = [content(await registry.read(id_)) for id_ in (a, b, c)]
    lower = await merge(registry.db, ids=[b, c], reason=None, actor=MAINTAINER)
    upper = await merge(registry.db, ids=[a, b], reason=None, actor=MAINTAINER)
    assert (await registry.read(a))["merged_ids"] == sorted([b, c])
    await undo_merge(registry.db, id=lower["id"], reason=None, actor=MAINTAINER)
    assert (await registry.read(a))["merged_ids"] == [b]
    await undo_merge(registry.db, id=upper["id"], reason=None, actor=MAINTAINER)
    assert [content(await registry.read(id_)) for id_ in (a, b, c)] == before


async def test_a_split_keeps_apart_what_it_parted(registry: Registry) -> None:
    a, b = await registry.put(casualty("Тестов Тест"), casualty("Тестов Тест", source="other"))
    await merge(registry.db, ids=[a, b], reason=None, actor=MAINTAINER)
    whole = await registry.read(a)
    moved = whole["citations"][1]["report_id"]
    parted = await split(
        registry.db, kind="casualty", id=a, if_match=ANYTHING, report_ids=[moved], reason=None, actor=MAINTAINER
    )
    new = parted["new_record_id"]
    for one, other in ((a, new), (new, a)):
        document = await registry.read(one)
        ((link, cited),) = [(link, document["citations"][link["citations"][0] - 1]) for link in document["related"]]
        assert (link["id"], link["relation"]) == (other, "separated_from")
        assert (cited["locator"], cited["published_on"]) == (parted["id"], document["updated_at"][:10])
    with pytest.raises(Conflict, match="different"):
        await merge(registry.db, ids=[a, new], reason=None, actor=MAINTAINER)
    await undo_split(registry.db, id=parted["id"], actor=MAINTAINER)
    again = await registry.read(a)
    assert [one["report_id"] for one in again["citations"]] == [one["report_id"] for one in whole["citations"]]
    with pytest.raises(MergedAway):
        await registry.read(new)


async def test_defendants_of_merged_cases_keep_their_own_ids(registry: Registry) -> None:
    a, b = await registry.put(
        case("Тестов Тест", "Примеров Пример"), case("Образцов Образец", "Тестов Тест", source="other")
    )
    merged = await merge(registry.db, ids=[a, b], reason=None, actor=MAINTAINER)
    names = {one["id"]: one["display_name"] for one in (await registry.read(a))["defendants"]}
    assert names == {"d1": "Тестов Тест", "d2": "Примеров Пример", "d3": "Образцов Образец"}
    await undo_merge(registry.db, id=merged["id"], reason=None, actor=MAINTAINER)
    names = {one["id"]: one["display_name"] for one in (await registry.read(b))["defendants"]}
    assert names == {"d1": "Образцов Образец", "d2": "Тестов Тест"}


async def test_a_split_is_undone_where_the_reports_lie_after_the_merge_before_it_is(registry: Registry) -> None:
    a, b = await registry.put(casualty("Тестов Тест"), casualty("Примеров Пример", source="b"))
    first = [content(await registry.read(id_)) for id_ in (a, b)]
    merge_id = await registry.merge(a, b)
    theirs = [one["report_id"] for one in (await registry.read(a))["citations"] if one["source"] == "b"]
    split_id, new = await registry.split(a, *theirs)
    await registry.undo_merge(merge_id)
    assert await registry.gone(b)
    await registry.undo_split(split_id)
    assert content(await registry.read(a)) == first[0]
    assert content(await registry.read(b)) == first[1] | {"merged_ids": [new]}


async def test_reports_that_came_since_for_the_part_come_along_when_a_split_is_undone(registry: Registry) -> None:
    sure = {"born": "1990-05-17", "home": {"region": "RU-BA", "place": "Мелеуз"}}
    a, b = await registry.put(casualty("Тестов Тест"), casualty("Примеров Пример Образцович", source="b", **sure))
    merge_id = await registry.merge(a, b)
    theirs = [one["report_id"] for one in (await registry.read(a))["citations"] if one["source"] == "b"]
    split_id, new = await registry.split(a, *theirs)
    assert await registry.put(casualty("Примеров Пример Образцович", source="late", **sure)) == [new]
    await registry.undo_split(split_id)
    assert {one["source"] for one in (await registry.read(a))["citations"]} == {"test", "b", "late"}
    await registry.undo_merge(merge_id)
    assert {one["source"] for one in (await registry.read(b))["citations"]} == {"b", "late"}
    assert (await registry.read(a))["evidence"]["independent_sources"] == 1


async def test_the_reason_of_a_merge_tells_nothing_of_who_was_redacted_since(registry: Registry) -> None:
    a, b = await registry.put(casualty("Тестов Тест"), casualty("Тестов Тест", source="other"))
    merged = await merge(registry.db, ids=[a, b], reason="both are Testov", actor=MAINTAINER)
    assert (await read_merge(registry.db, id=merged["id"]))["reason"] == "both are Testov"
    await registry.redact(a, "names")
    assert (await read_merge(registry.db, id=merged["id"]))["reason"] is None
    assert (await read_merge(registry.db, id=merged["id"], reviewer=True))["reason"] == "both are Testov"


async def test_records_that_name_a_merged_one_name_its_survivor(registry: Registry) -> None:
    a, b, c = await registry.put(*(casualty(name, source=name[0].lower().encode().hex()) for name in
                                   ("Тестов Тест", "Примеров Пример", "Образцов Образец")))  # fmt: skip
    await registry.merge(a, b)
    theirs = [one["report_id"] for one in (await registry.read(a))["citations"]][-1:]
    _, new = await registry.split(a, *theirs)
    merge_id = await registry.merge(c, new)
    assert [one["id"] for one in (await registry.read(a))["related"]] == [c]
    await registry.undo_merge(merge_id)
    assert [one["id"] for one in (await registry.read(a))["related"]] == [new]
