"""A report or document taken back takes along exactly what rests on it alone."""

from typing import Any

from service.usecases.retract_report import retract_document, retract_report, unretract_document, unretract_report
from tests.service.usecases.registry import MAINTAINER, PARTNER, Registry, casualty, content

SURE: dict[str, Any] = {"born": "1990-05-17", "home": {"region": "RU-BA", "place": "Мелеуз"}}
NAME = "Тестов Пример Образцович"


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
    assert await registry.types() == ["published", *["updated"] * 5]


async def test_a_record_whose_last_report_is_taken_back_is_withdrawn(registry: Registry) -> None:
    (result,) = await registry.submit(casualty("Тестов Тест"))
    await retract_report(registry.db, report_id=result["report_id"], actor=PARTNER)
    assert await registry.gone(result["record_id"])
    await retract_report(registry.db, report_id=result["report_id"], actor=PARTNER)
    await unretract_report(registry.db, report_id=result["report_id"], actor=PARTNER)
    assert (await registry.read(result["record_id"]))["version"] == 3
    assert await registry.types() == ["published", "withdrawn", "restored"]


async def test_a_correction_alone_holds_no_record(registry: Registry) -> None:
    (result,) = await registry.submit(casualty("Тестов Тест"))
    await registry.correct(result["record_id"], {"rank": "сержант"})
    await retract_report(registry.db, report_id=result["report_id"], actor=PARTNER)
    assert await registry.gone(result["record_id"])
