"""Correcting, withdrawing and restoring a record, each from the version that it names."""

from typing import Any

import pytest

from schemas.document import Document
from service.errors import Conflict, Gone, NotFound, Stale, Unprocessable
from service.usecases.change_record import correct_record, redact, restore, withdraw
from service.usecases.precondition import IfMatch
from service.usecases.read_record import Served, read_record
from service.usecases.read_versions import diff_versions, list_versions, read_version
from service.usecases.retract_report import retract_report
from service.usecases.verify import verify
from tests.service.usecases.registry import ANYTHING, MAINTAINER, PARTNER, Registry, case, casualty, content

SURE: dict[str, Any] = {"born": "1990-05-17", "home": {"region": "RU-BA", "place": "Мелеуз"}}
NAME = "Тестов Пример Образцович"


def tag(of: Served) -> IfMatch:
    return IfMatch(tags=frozenset({of.etag.strip('"')}))


async def test_a_correction_is_a_version_and_a_cited_report(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест", rank="рядовой"))
    before = await registry.served(a)
    corrected = await correct_record(
        registry.db, kind="casualty", id=a, if_match=tag(before), set={"rank": "сержант", "unit": "в/ч 00000"},
        document=None, reason="a letter", actor=MAINTAINER,
    )  # fmt: skip
    assert corrected == await registry.served(a)
    document = await registry.read(a)
    assert (document["version"], document["rank"]["value"]) == (2, "sergeant")
    assert [one["source"] for one in document["citations"]] == ["test", "poimenno"]
    assert document["evidence"]["independent_sources"] == 1
    (_, made) = (await list_versions(registry.db, kind="casualty", id=a))["items"]
    assert (made["version"], made["cause"], made["changed"]) == (2, "correction", ["rank", "unit"])
    assert await registry.types() == ["published", "updated"]


async def test_null_removes_a_value_and_taking_the_correction_back_shows_it_again(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест", rank="рядовой"))
    first = await registry.read(a)
    corrected = await registry.correct(a, {"rank": None})
    assert (corrected["rank"] or {"value": None})["value"] is None
    statement = next(one["report_id"] for one in corrected["citations"] if one["source"] == "poimenno")
    await retract_report(registry.db, report_id=statement, actor=MAINTAINER)
    assert content(await registry.read(a)) == content(first)


async def test_a_correction_of_what_no_record_has_is_refused(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест"))
    wrong: list[dict[str, Any]] = [{"colour": "red"}, {"died": "2022-13"}, {"status": None}, {"names": []}, {}]
    for values in wrong:
        with pytest.raises(Unprocessable):
            await registry.correct(a, values)
    assert len(await registry.changes()) == 1


async def test_a_change_needs_the_version_it_was_made_from(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест"))
    old = tag(await registry.served(a))
    await registry.correct(a, {"rank": "сержант"})
    more: dict[str, Any] = {"kind": "casualty", "id": a, "if_match": old, "reason": None, "actor": MAINTAINER}
    with pytest.raises(Stale):
        await correct_record(registry.db, set={"rank": None}, document=None, **more)
    with pytest.raises(Stale):
        await withdraw(registry.db, **more)
    with pytest.raises(Stale):
        await redact(registry.db, fields=["rank"], **more)
    now = await registry.served(a)
    part = IfMatch(tags=frozenset({now.etag.strip('"') + ".part"}))
    assert (await withdraw(registry.db, **{**more, "if_match": part}))["state"] == "withdrawn"


async def test_a_withdrawn_record_is_gone_with_its_versions_until_it_is_restored(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест"))
    before = await registry.read(a)
    await registry.withdraw(a)
    for more in ({}, {"version": 1}):
        with pytest.raises(Gone) as gone:
            await registry.served(a, **more)
        assert {**gone.value.tombstone, "updated_at": None} == {
            "id": a, "kind": "casualty", "version": 2, "state": "withdrawn", "updated_at": None,
        }  # fmt: skip
    for attempt in (list_versions(registry.db, kind="casualty", id=a), registry.withdraw(a),
                    registry.correct(a, {"rank": None}), read_version(registry.db, kind="casualty", id=a, version=1),
                    diff_versions(registry.db, kind="casualty", id=a, from_version=1, to_version=2)):  # fmt: skip
        with pytest.raises(Gone):
            await attempt
    await registry.restore(a)
    assert content(await registry.read(a)) == content(before)
    assert await registry.types() == ["published", "withdrawn", "restored"]


async def test_only_what_a_maintainer_withdrew_can_be_restored(registry: Registry) -> None:
    (result,) = await registry.submit(casualty("Тестов Тест"))
    a = result["record_id"]
    with pytest.raises(Conflict):
        await registry.restore(a)
    await retract_report(registry.db, report_id=result["report_id"], actor=PARTNER)
    with pytest.raises(Conflict):
        await registry.restore(a)
    with pytest.raises(NotFound):
        await registry.restore("cas-0000000000")


async def test_restoring_names_the_tombstone(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест"))
    old = tag(await registry.served(a))
    await registry.withdraw(a)
    more: dict[str, Any] = {"kind": "casualty", "id": a, "reason": None, "actor": MAINTAINER}
    with pytest.raises(Stale):
        await restore(registry.db, if_match=old, **more)
    with pytest.raises(Gone) as gone:
        await registry.served(a)
    assert gone.value.etag
    await restore(registry.db, if_match=IfMatch(tags=frozenset({gone.value.etag.strip('"')})), **more)
    assert (await registry.read(a))["version"] == 3


async def test_who_is_reported_again_comes_quietly_to_the_withdrawn_record(registry: Registry) -> None:
    (a,) = await registry.put(casualty(NAME, **SURE))
    await registry.withdraw(a)
    (result,) = await registry.submit(casualty(NAME, source="other", **SURE))
    assert (result["outcome"], result["record_id"]) == ("attached", a)
    assert await registry.gone(a)
    assert await registry.types() == ["published", "withdrawn"]
    assert await registry.db.reads.fetchval("SELECT review FROM record WHERE id = $1", a) == ["reported_again"]
    await registry.restore(a)
    assert (await registry.read(a))["evidence"]["independent_sources"] == 2
    assert await registry.db.reads.fetchval("SELECT review FROM record WHERE id = $1", a) == []


async def test_a_case_is_not_read_as_a_casualty(registry: Registry) -> None:
    (a,) = await registry.put(case("Тестов Тест"))
    with pytest.raises(NotFound):
        await read_record(registry.db, kind="casualty", id=a)
    with pytest.raises(NotFound):
        await withdraw(registry.db, kind="casualty", id=a, if_match=ANYTHING, reason=None, actor=MAINTAINER)


async def test_a_correction_cites_the_document_given(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест"))
    cited = Document(source="court-site", type="court", url="https://court.test/1", title="A ruling")
    document = await registry.correct(a, {"rank": "сержант"}, document=cited)
    assert [one["source"] for one in document["citations"]] == ["test", "court-site"]


async def test_what_was_withdrawn_as_one_stays_out_of_sight_when_parted(registry: Registry) -> None:
    a, b = await registry.put(casualty("Тестов Тест"), casualty("Тестов Тест", source="other"))
    merged = await registry.merge(a, b)
    await registry.withdraw(a)
    await registry.undo_merge(merged)
    assert await registry.gone(a)
    assert await registry.gone(b)
    await registry.restore(b)
    assert await registry.gone(a)
    assert (await registry.read(b))["display_name"] == "Тестов Тест"
    assert (await verify(registry.db)).faults == {}
