"""Reports come in one by one or in batches: each is stored once, goes where it belongs, and is refused alone."""

from typing import Any

import pytest

from service.errors import Forbidden, Unprocessable, Unreadable
from service.usecases.actor import Actor, scopes_up_to
from service.usecases.read_record import read_record
from service.usecases.retract_report import retract_document, retract_report
from tests.service.usecases.registry import MAINTAINER, PARTNER, Registry, case, casualty

OTHER_PARTNER = Actor("other-partner", "other-partner", scopes_up_to("submit"), "key-other")
SURE: dict[str, Any] = {"born": "1990-05-17", "home": {"region": "RU-BA", "place": "Мелеуз"}}
TABLES = ("report", "record", "record_version", "change", "suggestion", "document", "source", "candidate", "assignment",
          "judgement", "judgement_report", "merge", "clock", "idempotency")  # fmt: skip


async def everything(registry: Registry) -> dict[str, list[Any]]:
    """Every row of every table a submission touches."""
    return {table: await registry.db.reads.fetch(f"SELECT * FROM {table} ORDER BY 1") for table in TABLES}


async def test_an_unknown_person_gets_a_record(registry: Registry) -> None:
    (result,) = await registry.submit(casualty("Тестов Тест"))
    assert result["outcome"] == "created"
    document = await registry.read(result["record_id"])
    assert document["display_name"] == "Тестов Тест"
    assert [one["report_id"] for one in document["citations"]] == [result["report_id"]]


async def test_results_come_in_the_order_sent(registry: Registry) -> None:
    await registry.put(casualty("Тестов Тест", external_id="1"))
    results = await registry.submit(
        "not a report", casualty("Тестов Тест", external_id="1"), casualty("Примеров Пример"), Unreadable("line 4")
    )
    assert [(one["index"], one["outcome"]) for one in results] == [
        (0, "rejected"), (1, "unchanged"), (2, "created"), (3, "rejected"),
    ]  # fmt: skip


async def test_a_sure_match_is_attached(registry: Registry) -> None:
    (first,) = await registry.put(casualty("Тестов Пример Образцович", **SURE))
    (result,) = await registry.submit(casualty("Тестов Пример Образцович", source="other", **SURE))
    assert (result["outcome"], result["record_id"], result["suggestions"]) == ("attached", first, [])
    assert (await registry.read(first))["evidence"]["independent_sources"] == 2


@pytest.mark.parametrize("external_id", ["7", None])
async def test_the_same_report_sent_again_is_unchanged(registry: Registry, external_id: str | None) -> None:
    (first,) = await registry.submit(casualty("Тестов Тест", external_id=external_id))
    (again,) = await registry.submit(casualty("Тестов Тест", external_id=external_id))
    assert again == {**first, "outcome": "unchanged"}
    assert len(await registry.changes()) == 1


async def test_a_list_sent_again_under_a_new_date_and_title_of_its_page_is_unchanged(registry: Registry) -> None:
    report = casualty("Тестов Тест", external_id="1")
    report["document"] = {"source": "test", "type": "list", "url": "https://list.test/all", "title": "January"}
    (record,) = await registry.put(report)
    later = {**report, "document": {**report["document"], "title": "February", "published_on": "2024-02-01"}}
    assert [one["outcome"] for one in await registry.submit(later)] == ["unchanged"]
    assert (await registry.read(record))["citations"][0]["title"] == "January"


async def test_other_content_under_the_same_id_supersedes_in_the_same_record(registry: Registry) -> None:
    (first,) = await registry.submit(casualty("Тестов Тест", external_id="1"))
    (second,) = await registry.submit(casualty("Тестов Тест", external_id="1", rank="сержант"))
    assert (second["outcome"], second["record_id"]) == ("superseded", first["record_id"])
    document = await registry.read(first["record_id"])
    assert [one["report_id"] for one in document["citations"]] == [second["report_id"]]


async def test_content_that_goes_back_is_a_report_of_its_own(registry: Registry) -> None:
    """A, B, A: the third is no copy of the first, for the second lies between."""
    sent = [casualty("Тестов Тест", external_id="1", rank=rank) for rank in ("рядовой", "сержант", "рядовой")]
    results = [result for one in sent for result in await registry.submit(one)]
    assert [one["outcome"] for one in results] == ["created", "superseded", "superseded"]
    assert len({one["report_id"] for one in results}) == 3
    assert len({one["record_id"] for one in results}) == 1
    assert (await registry.read(results[0]["record_id"]))["rank"]["value"] == "private"


async def test_one_id_twice_in_a_batch_supersedes_itself(registry: Registry) -> None:
    first, second, third = await registry.submit(
        casualty("Тестов Тест", external_id="1"),
        casualty("Тестов Тест", external_id="1", rank="сержант"),
        casualty("Тестов Тест", external_id="1", rank="сержант"),
    )
    assert [first["outcome"], second["outcome"], third["outcome"]] == ["created", "superseded", "unchanged"]
    assert third["report_id"] == second["report_id"]
    document = await registry.read(first["record_id"])
    assert [one["report_id"] for one in document["citations"]] == [second["report_id"]]


async def test_a_row_that_shifted_leaves_its_record(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест", external_id="1"))
    (result,) = await registry.submit(casualty("Примеров Пример", external_id="1"))
    assert result["outcome"] == "superseded"
    assert result["record_id"] != a
    assert await registry.gone(a)
    assert [change[1:3] for change in await registry.changes()] == [
        ("published", a), ("published", result["record_id"]), ("withdrawn", a),
    ]  # fmt: skip


async def test_a_row_that_shifted_is_matched_afresh(registry: Registry) -> None:
    a, b = await registry.put(
        casualty("Тестов Тест", external_id="1"), casualty("Примеров Пример Образцович", source="other", **SURE)
    )
    (result,) = await registry.submit(casualty("Примеров Пример Образцович", external_id="1", **SURE))
    assert (result["outcome"], result["record_id"]) == ("superseded", b)
    assert await registry.gone(a)


async def test_a_record_that_other_reports_hold_outlives_a_shifted_row(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Пример Образцович", external_id="1", **SURE))
    assert await registry.put(casualty("Тестов Пример Образцович", source="other", **SURE)) == [a]
    await registry.put(casualty("Примеров Тест", external_id="1"))
    assert (await registry.read(a))["evidence"]["independent_sources"] == 1


async def test_a_row_that_shifted_within_one_batch_is_matched_afresh(registry: Registry) -> None:
    first, second = await registry.submit(
        casualty("Тестов Тест", external_id="1"), casualty("Примеров Пример", external_id="1")
    )
    assert second["record_id"] != first["record_id"]
    assert (await registry.read(second["record_id"]))["display_name"] == "Примеров Пример"
    assert await registry.gone(first["record_id"])


async def test_a_row_that_shifts_back_returns_to_its_record(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест", external_id="1"))
    (b,) = await registry.put(casualty("Примеров Пример", external_id="1"))
    assert await registry.put(casualty("Тестов Тест", external_id="1", rank="сержант")) == [a]
    assert await registry.gone(b)
    assert (await registry.changes())[-2:] == [(4, "restored", a, 3), (5, "withdrawn", b, 2)]


async def test_rows_of_a_list_that_moved_by_one_find_their_records_again(registry: Registry) -> None:
    names = ["Тестов Тест", "Примеров Пример", "Образцов Образец"]
    before = await registry.put(*(casualty(name, external_id=str(n)) for n, name in enumerate(names)))
    moved = ["Пробов Проба", *names]
    after = await registry.put(*(casualty(name, external_id=str(n)) for n, name in enumerate(moved)))
    assert after[1:] == before
    for name, record in zip(moved, after, strict=True):
        assert (await registry.read(record))["display_name"] == name


async def test_a_retracted_report_sent_again_stands_again(registry: Registry) -> None:
    (first,) = await registry.submit(casualty("Тестов Тест", external_id="1"))
    await retract_report(registry.db, report_id=first["report_id"], actor=PARTNER)
    assert await registry.gone(first["record_id"])
    (again,) = await registry.submit(casualty("Тестов Тест", external_id="1"))
    assert (again["outcome"], again["record_id"]) == ("superseded", first["record_id"])
    assert (await registry.read(first["record_id"]))["citations"][0]["report_id"] == again["report_id"]
    assert [change[1] for change in await registry.changes()] == ["published", "withdrawn", "restored"]


async def test_a_key_supersedes_only_its_own_partners_reports(registry: Registry) -> None:
    (first,) = await registry.submit(casualty("Тестов Тест", external_id="1"))
    (other,) = await registry.submit(casualty("Примеров Пример", external_id="1"), actor=OTHER_PARTNER)
    assert other["outcome"] == "created"
    with pytest.raises(Forbidden):
        await retract_report(registry.db, report_id=first["report_id"], actor=OTHER_PARTNER)


async def test_another_partners_same_content_is_a_report_that_is_no_independent_source(registry: Registry) -> None:
    report = casualty("Тестов Пример Образцович", **SURE)
    (first,) = await registry.submit(report)
    (second,) = await registry.submit(report, actor=OTHER_PARTNER)
    assert (second["outcome"], second["record_id"]) == ("attached", first["record_id"])
    document = await registry.read(first["record_id"])
    assert len(document["citations"]) == 2
    assert document["evidence"]["independent_sources"] == 1


async def test_a_later_senders_metadata_never_alters_a_shared_document(registry: Registry) -> None:
    report = casualty("Тестов Тест", external_id="1")
    report["document"] = {"source": "test", "type": "news", "url": "https://news.test/1", "title": "First"}
    later = {**casualty("Примеров Пример"), "document": {**report["document"], "type": "court", "title": "Second"}}
    records = await registry.put(report) + await registry.put(later, actor=OTHER_PARTNER)
    cited = [(await registry.read(record))["citations"][0] for record in records]
    assert {(one["document_id"], one["title"], one["type"]) for one in cited} == {
        (cited[0]["document_id"], "First", "news")
    }


async def test_a_dry_run_answers_the_same_and_changes_nothing(registry: Registry) -> None:
    await registry.put(casualty("Тестов Пример Образцович", external_id="1", **SURE), case("Пробов Проба"))
    before = await everything(registry)
    batch = [
        casualty("Тестов Пример Образцович", external_id="1", **SURE),
        casualty("Тестов Пример Образцович", source="other", **SURE),
        casualty("Примеров Пример", external_id="2"),
        casualty("Примеров Пример", external_id="2", rank="сержант"),
        case("Пробов Проба", source="other", case_numbers=["1-1/2024"]),
        casualty("Тестов", born="2022-13"),
    ]
    tried = await registry.submit(*batch, dry_run=True)
    assert await everything(registry) == before
    sent = await registry.submit(*batch)
    assert [(one["outcome"], one["warnings"], len(one["suggestions"])) for one in tried] == [
        (one["outcome"], one["warnings"], len(one["suggestions"])) for one in sent
    ]
    assert [one["outcome"] for one in sent] == [
        "unchanged", "attached", "created", "superseded", "created", "rejected",
    ]  # fmt: skip


def _broken(**changes: Any) -> dict[str, Any]:
    return {**casualty("Тестов Тест"), **changes}


BAD = [
    (_broken(colour="red"), "/colour"),
    (casualty("Тестов Тест", colour="red"), "/casualty/colour"),
    (casualty("Тестов Тест", died="2022-13"), "/casualty/died"),
    (casualty("Тестов Тест", age={"years": -3}), "/casualty/age/years"),
    (casualty("Тестов\0Тест"), "/casualty/names/0/full"),
    (casualty("Тестов\ud800Тест"), "/casualty/names/0/full"),
    (casualty("Т" * 10_000_000), "/casualty/names/0/full"),
    (casualty("Тестов Тест", home={"region": "Нигдения"}), "/casualty/home/region"),
    (casualty("Тестов Тест", status=None), "/casualty/status"),
    ({key: value for key, value in casualty("Тестов Тест").items() if key != "document"}, "/document"),
    (_broken(document={"source": "test", "url": "ftp://files.test"}), "/document/url"),
    (_broken(document={"source": "test"}), "/document"),
    (_broken(kind="other"), "/kind"),
    (_broken(kind=["casualty"]), "/kind"),
    ({**case("Тестов Тест"), "case": {"defendants": [{"charges": [{"article": "999"}]}]}},
     "/case/defendants/0/charges/0"),
    ({**case("Тестов Тест"), "case": {"case_numbers": [1]}}, "/case/case_numbers/0"),
    ({}, "/kind"),
]  # fmt: skip


async def test_each_bad_report_is_rejected_alone_and_says_where(registry: Registry) -> None:
    results = await registry.submit(*(report for report, _ in BAD), casualty("Примеров Пример"))
    assert results[-1]["outcome"] == "created"
    for result, (_, pointer) in zip(results, BAD, strict=False):
        problem = result["problem"]
        assert (result["outcome"], result["report_id"]) == ("rejected", None)
        assert isinstance(problem, Unprocessable)
        assert pointer in {error.pointer for error in problem.errors}, (problem.errors, pointer)
        assert len(problem.detail) < 2_000
    assert await registry.db.reads.fetchval("SELECT count(*) FROM report") == 1


async def test_what_is_no_object_is_rejected(registry: Registry) -> None:
    results = await registry.submit(None, 1, "text", [], [[]], True, 1.5)
    assert [(one["outcome"], type(one["problem"])) for one in results] == [("rejected", Unprocessable)] * 7


async def test_a_reader_may_not_submit(registry: Registry) -> None:
    reader = Actor("reader", "test-partner", scopes_up_to("read"), "key-reader")
    with pytest.raises(Forbidden):
        await registry.submit(casualty("Тестов Тест"), actor=reader)


async def test_a_report_that_cites_a_retracted_document_is_kept_and_shown_nowhere(registry: Registry) -> None:
    from service.usecases.retract_report import retract_document, unretract_document

    (record,) = await registry.put(casualty("Тестов Тест"))
    document = (await registry.read(record))["citations"][0]["document_id"]
    await retract_document(registry.db, document_id=document, actor=MAINTAINER, reason="forged")
    (result,) = await registry.submit(casualty("Примеров Пример"))
    assert result["outcome"] == "created"
    assert await registry.gone(result["record_id"])
    await unretract_document(registry.db, document_id=document, actor=MAINTAINER, reason=None)
    assert (await read_record(registry.db, kind="casualty", id=result["record_id"])).version == 2


async def test_the_registry_is_no_source_of_its_own(registry: Registry) -> None:
    (result,) = await registry.submit(casualty("Тестов Тест", source="poimenno"))
    assert result["outcome"] == "rejected"
    assert result["problem"].errors[0].pointer == "/document/source"


async def test_what_cannot_be_is_taken_with_a_warning(registry: Registry) -> None:
    """Facts stay as they were reported; the sender is told, also of what is there already."""
    report = casualty("Тестов Тест", born="1990", died="1985-02-03")
    for outcome in ("created", "unchanged"):
        (result,) = await registry.submit(report)
        assert (result["outcome"], result["warnings"]) == (outcome, ["died: lies before born"])
    assert (await registry.read(result["record_id"]))["died"]["value"] == "1985-02-03"


async def test_who_cites_a_retracted_document_is_told(registry: Registry) -> None:
    (record,) = await registry.put(casualty("Первый Тест"))
    (cited,) = (await registry.read(record))["citations"]
    await retract_document(registry.db, document_id=cited["document_id"], actor=MAINTAINER, reason=None)
    results = await registry.submit(casualty("Второй Тест"), casualty("Третий Тест", source="other"))
    assert [result["outcome"] for result in results] == ["created", "created"]
    assert [[one.partition(";")[0] for one in result["warnings"]] for result in results] == [
        ["document: is retracted"], []
    ]  # fmt: skip
    assert await registry.gone(results[0]["record_id"])
