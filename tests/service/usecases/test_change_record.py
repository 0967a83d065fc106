"""Correcting, withdrawing, restoring, redacting, retracting: versions without holes, nothing shown that is hidden."""

from datetime import timedelta
from typing import Any

import pytest

from service.errors import Conflict, Gone, MergedAway, NotFound, Stale, Unprocessable
from service.usecases.change_record import correct_record, redact, restore, withdraw
from service.usecases.precondition import IfMatch
from service.usecases.read_record import Served, read_record
from service.usecases.read_versions import diff_versions, list_versions, read_version
from service.usecases.retract_report import retract_document, retract_report, unretract_document, unretract_report
from service.usecases.verify import verify
from tests.service.usecases.registry import ANYTHING, MAINTAINER, PARTNER, STAMPS, Registry, case, casualty, content

SURE: dict[str, Any] = {"born": "1990-05-17", "home": {"region": "RU-BA", "place": "Мелеуз"}}
NAME = "Тестов Пример Образцович"


async def served(registry: Registry, id_: str, **more: Any) -> Served:
    return await read_record(registry.db, kind="casualty", id=id_, **more)


def tag(of: Served) -> IfMatch:
    return IfMatch(tags=frozenset({of.etag.strip('"')}))


async def types(registry: Registry) -> list[str]:
    return [change[1] for change in await registry.changes()]


async def history(registry: Registry, id_: str) -> list[tuple[int, str, str, list[str]]]:
    listed = await list_versions(registry.db, kind="casualty", id=id_)
    return [(one["version"], one["state"], one["cause"], one["changed"]) for one in listed["items"]]


async def test_a_correction_is_a_version_and_a_cited_report(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест", rank="рядовой"))
    before = await served(registry, a)
    corrected = await correct_record(
        registry.db, kind="casualty", id=a, if_match=tag(before), set={"rank": "сержант", "unit": "в/ч 00000"},
        document=None, reason="a letter", actor=MAINTAINER,
    )  # fmt: skip
    assert corrected == await served(registry, a)
    document = await registry.read(a)
    assert (document["version"], document["rank"]["value"]) == (2, "sergeant")
    assert [one["source"] for one in document["citations"]] == ["test", "poimenno"]
    assert document["evidence"]["independent_sources"] == 1
    assert (await history(registry, a))[1:] == [(2, "published", "correction", ["rank", "unit"])]
    assert await types(registry) == ["published", "updated"]


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
    old = tag(await served(registry, a))
    await registry.correct(a, {"rank": "сержант"})
    more: dict[str, Any] = {"kind": "casualty", "id": a, "if_match": old, "reason": None, "actor": MAINTAINER}
    with pytest.raises(Stale):
        await correct_record(registry.db, set={"rank": None}, document=None, **more)
    with pytest.raises(Stale):
        await withdraw(registry.db, **more)
    with pytest.raises(Stale):
        await redact(registry.db, fields=["rank"], **more)
    now = await served(registry, a)
    part = IfMatch(tags=frozenset({now.etag.strip('"') + ".part"}))
    assert (await withdraw(registry.db, **{**more, "if_match": part}))["state"] == "withdrawn"


async def test_a_withdrawn_record_is_gone_with_its_versions_until_it_is_restored(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест"))
    before = await registry.read(a)
    await registry.withdraw(a)
    for more in ({}, {"version": 1}):
        with pytest.raises(Gone) as gone:
            await served(registry, a, **more)
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
    assert await types(registry) == ["published", "withdrawn", "restored"]


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
    old = tag(await served(registry, a))
    await registry.withdraw(a)
    more: dict[str, Any] = {"kind": "casualty", "id": a, "reason": None, "actor": MAINTAINER}
    with pytest.raises(Stale):
        await restore(registry.db, if_match=old, **more)
    with pytest.raises(Gone) as gone:
        await served(registry, a)
    assert gone.value.etag
    await restore(registry.db, if_match=IfMatch(tags=frozenset({gone.value.etag.strip('"')})), **more)
    assert (await registry.read(a))["version"] == 3


async def test_who_is_reported_again_comes_quietly_to_the_withdrawn_record(registry: Registry) -> None:
    (a,) = await registry.put(casualty(NAME, **SURE))
    await registry.withdraw(a)
    (result,) = await registry.submit(casualty(NAME, source="other", **SURE))
    assert (result["outcome"], result["record_id"]) == ("attached", a)
    assert await registry.gone(a)
    assert await types(registry) == ["published", "withdrawn"]
    assert await registry.db.reads.fetchval("SELECT review FROM record WHERE id = $1", a) == ["reported_again"]
    await registry.restore(a)
    assert (await registry.read(a))["evidence"]["independent_sources"] == 2
    assert await registry.db.reads.fetchval("SELECT review FROM record WHERE id = $1", a) == []


async def test_a_retraction_drops_exactly_what_rests_on_it_alone(registry: Registry) -> None:
    (a,) = await registry.put(casualty(NAME, **SURE))
    (second,) = await registry.submit(casualty(NAME, source="other", rank="сержант", **SURE))
    whole = await registry.read(a)
    report_id, document_id = second["report_id"], whole["citations"][1]["document_id"]
    for take_back, give_back in (
        (
            retract_report(registry.db, report_id=report_id, actor=PARTNER),
            unretract_report(registry.db, report_id=report_id, actor=PARTNER),
        ),
        (
            retract_document(registry.db, document_id=document_id, actor=MAINTAINER, reason=None),
            unretract_document(registry.db, document_id=document_id, actor=MAINTAINER, reason=None),
        ),
    ):
        await take_back
        document = await registry.read(a)
        assert document["rank"] is None
        assert document["born"]["value"] == "1990-05-17"
        assert len(document["citations"]) == 1
        await give_back
        assert content(await registry.read(a)) == content(whole)
    assert await types(registry) == ["published", *["updated"] * 5]


async def test_a_record_whose_last_report_is_taken_back_is_withdrawn(registry: Registry) -> None:
    (result,) = await registry.submit(casualty("Тестов Тест"))
    await retract_report(registry.db, report_id=result["report_id"], actor=PARTNER)
    assert await registry.gone(result["record_id"])
    await retract_report(registry.db, report_id=result["report_id"], actor=PARTNER)
    await unretract_report(registry.db, report_id=result["report_id"], actor=PARTNER)
    assert (await registry.read(result["record_id"]))["version"] == 3
    assert await types(registry) == ["published", "withdrawn", "restored"]


async def test_a_correction_alone_holds_no_record(registry: Registry) -> None:
    (result,) = await registry.submit(casualty("Тестов Тест"))
    await registry.correct(result["record_id"], {"rank": "сержант"})
    await retract_report(registry.db, report_id=result["report_id"], actor=PARTNER)
    assert await registry.gone(result["record_id"])


async def test_a_redacted_field_is_gone_from_every_version(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест", born="1990-05-17", external_id="1"))
    await registry.put(casualty("Тестов Тест", born="1990-05-17", rank="сержант", external_id="1"))
    await registry.redact(a, "born")
    for version in (1, 2, 3):
        document = await registry.read(a, version=version)
        assert (document["born"], document["redacted"]) == (None, ["born"])
    assert (await registry.read(a))["version"] == 3
    assert await types(registry) == ["published", "updated", "redacted"]
    stored = await registry.db.reads.fetch("SELECT document FROM record_version UNION ALL SELECT document FROM record")
    assert not any(row["document"] and b"1990-05-17" in row["document"] for row in stored)


async def test_a_redaction_of_a_merged_record_holds_when_the_merge_is_undone(registry: Registry) -> None:
    a, b = await registry.put(
        casualty("Тестов Тест", born="1990-05-17"), casualty("Примеров Пример", source="b", born="1991-05-17")
    )
    merge_id = await registry.merge(a, b)
    await registry.redact(a, "born")
    await registry.undo_merge(merge_id)
    for id_ in (a, b):
        assert (await registry.read(id_))["born"] is None
        assert (await registry.read(id_, version=1))["born"] is None


async def test_a_redaction_reaches_what_others_showed_while_they_held_the_reports(registry: Registry) -> None:
    a, b, c = await registry.put(
        casualty("Тестов Тест", born="1990-05-17"), casualty("Примеров Пример", source="b", born="1991-05-17"),
        casualty("Образцов Образец", source="c", born="1992-05-17"),
    )  # fmt: skip
    upper, lower = await registry.merge(c, a), await registry.merge(c, b)
    await registry.undo_merge(upper)
    await registry.undo_merge(lower)
    await registry.redact(a, "born")
    shown = [(await registry.read(c, version=n))["born"] for n in range(1, 6)]
    assert [born and born["value"] for born in shown[:1] + shown[-1:]] == ["1992-05-17"] * 2
    assert shown[1:3] == [None, None]
    await registry.redact(b)
    with pytest.raises(Gone):
        await registry.read(c, version=3)
    assert (await registry.read(c))["display_name"] == "Образцов Образец"
    stored = await registry.db.reads.fetch("SELECT document FROM record_version UNION ALL SELECT document FROM record")
    documents = [row["document"] for row in stored if row["document"]]
    assert not any(b"1990-05-17" in one or b"1991-05-17" in one or "Примеров".encode() in one for one in documents)


async def test_a_redaction_of_a_part_reaches_the_whole_it_was_split_from(registry: Registry) -> None:
    a, b = await registry.put(casualty("Тестов Тест"), casualty("Примеров Пример", source="b", born="1991-05-17"))
    await registry.merge(a, b)
    theirs = [one["report_id"] for one in (await registry.read(a))["citations"] if one["source"] == "b"]
    _, new = await registry.split(a, *theirs)
    await registry.redact(new)
    with pytest.raises(Gone):
        await registry.read(a, version=2)
    assert (await registry.read(a))["display_name"] == "Тестов Тест"
    stored = await registry.db.reads.fetch("SELECT document FROM record_version UNION ALL SELECT document FROM record")
    assert not any("Примеров".encode() in row["document"] for row in stored if row["document"])


async def test_a_record_redacted_whole_does_not_come_back(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест", external_id="1"))
    await registry.redact(a)
    for more in ({}, {"version": 1}):
        with pytest.raises(Gone) as gone:
            await served(registry, a, **more)
        assert gone.value.tombstone["redacted"] == ["all"]
    for again in (
        registry.redact(a, "born"),
        registry.withdraw(a),
        registry.restore(a),
        registry.correct(a, {"rank": None}),
    ):
        with pytest.raises((Gone, Conflict)):
            await again
    (result,) = await registry.submit(casualty("Тестов Тест", external_id="1", rank="сержант"))
    assert (result["outcome"], result["record_id"]) == ("superseded", a)
    assert await registry.gone(a)
    stored = await registry.db.reads.fetch("SELECT document FROM record_version UNION ALL SELECT document FROM record")
    assert not any(row["document"] and "Тестов".encode() in row["document"] for row in stored)
    assert await types(registry) == ["published", "redacted"]


async def test_a_withdrawn_record_can_be_redacted_so_that_restoring_shows_nothing(registry: Registry) -> None:
    a, b = await registry.put(casualty("Тестов Тест", born="1990-05-17"), casualty("Примеров Пример", source="b"))
    for id_ in (a, b):
        await registry.withdraw(id_)
    await registry.redact(a, "born")
    await registry.redact(b)
    await registry.restore(a)
    await registry.restore(b)
    assert (await registry.read(a))["born"] is None
    assert await registry.gone(b)


async def test_a_redaction_names_fields_the_record_has(registry: Registry) -> None:
    a, b = await registry.put(casualty("Тестов Тест"), case("Примеров Пример"))
    for id_, field in ((a, "colour"), (a, "defendants.d1.born"), (b, "defendants.d7.born"), (b, "rank")):
        with pytest.raises(Unprocessable):
            await registry.redact(id_, field)


async def test_history_of_a_merged_record_is_its_own(registry: Registry) -> None:
    a, b = await registry.put(casualty("Тестов Тест"), casualty("Примеров Пример", source="b"))
    first = await registry.read(b)
    at = (await served(registry, b)).last_modified
    await registry.merge(a, b)
    with pytest.raises(MergedAway) as away:
        await served(registry, b)
    assert away.value.target == a
    assert await registry.read(b, version=1) == first
    assert await registry.read(b, as_of=at) == first
    assert [one[:3] for one in await history(registry, b)] == [(1, "published", "report"), (2, "merged", "merge")]
    assert (await registry.read(b, version=2))["merged_into"] == a
    with pytest.raises(NotFound):
        await served(registry, b, version=3)
    with pytest.raises(NotFound):
        await served(registry, b, as_of=at - timedelta(seconds=1))
    await registry.withdraw(a)
    with pytest.raises(Gone):
        await served(registry, b, version=1)


async def test_versions_are_read_by_number_time_and_difference(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест"))
    first = await served(registry, a)
    await registry.correct(a, {"rank": "сержант"})
    second = await served(registry, a)
    assert await served(registry, a, version=1) == first
    assert await served(registry, a, as_of=second.last_modified - timedelta(microseconds=1)) == first
    assert await served(registry, a, as_of=second.last_modified) == second
    patch = (await diff_versions(registry.db, kind="casualty", id=a, from_version=1, to_version=2))["patch"]
    assert {"op": "replace", "path": "/version", "value": 2} in patch
    assert {one["path"].split("/")[1] for one in patch} >= {"rank", "citations", *STAMPS}
    listed = await list_versions(registry.db, kind="casualty", id=a, limit=1)
    assert [one["version"] for one in listed["items"]] == [1]
    rest = await list_versions(registry.db, kind="casualty", id=a, cursor=listed["next"])
    assert ([one["version"] for one in rest["items"]], rest["next"]) == ([2], None)
    with pytest.raises(Unprocessable):
        await list_versions(registry.db, kind="casualty", id=a, cursor="nonsense")


async def test_a_case_is_not_read_as_a_casualty(registry: Registry) -> None:
    (a,) = await registry.put(case("Тестов Тест"))
    with pytest.raises(NotFound):
        await served(registry, a)
    with pytest.raises(NotFound):
        await withdraw(registry.db, kind="casualty", id=a, if_match=ANYTHING, reason=None, actor=MAINTAINER)


async def test_a_correction_cites_the_document_given(registry: Registry) -> None:
    from schemas.document import Document

    (a,) = await registry.put(casualty("Тестов Тест"))
    cited = Document(source="court-site", type="court", url="https://court.test/1", title="A ruling")
    document = await registry.correct(a, {"rank": "сержант"}, document=cited)
    assert [one["source"] for one in document["citations"]] == ["test", "court-site"]


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


async def test_no_reason_in_the_history_tells_a_redacted_name(registry: Registry) -> None:
    (id_,) = await registry.put(casualty("Тестов Тест"))
    await registry.correct(id_, {"rank": "рядовой"}, reason="so says Testov's brother")
    await registry.correct(id_, {"rank": "ефрейтор"}, reason="a better list")
    asked = "вдова Тестова просит"
    await redact(
        registry.db, kind="casualty", id=id_, if_match=ANYTHING, fields=["names"], reason=asked, actor=MAINTAINER
    )
    items = (await list_versions(registry.db, kind="casualty", id=id_))["items"]
    assert [item["reason"] for item in items] == [None, None, "a better list", None]
