from dataclasses import replace
from typing import Any

import pytest

from service.errors import Forbidden
from service.usecases.merge_records import merge
from service.usecases.partner_links import partner_links
from service.usecases.retract_report import retract_report
from tests.service.usecases.registry import MAINTAINER, PARTNER, Registry, case, casualty

STRANGER = replace(PARTNER, partner="stranger")


async def test_external_ids_lead_to_the_record_of_today(registry: Registry) -> None:
    names = ("Тестов Тест", "Примеров Пример", "Образцов Образец")
    sent = await registry.submit(*(casualty(name, external_id=f"row-{n}") for n, name in enumerate(names)))
    await registry.put(casualty("Случаев Случай"))
    await registry.put(casualty("Чужаков Чужак", external_id="row-9", source="other"), actor=STRANGER)
    await merge(registry.db, ids=[sent[0]["record_id"], sent[1]["record_id"]], reason=None, actor=MAINTAINER)
    await retract_report(registry.db, report_id=sent[2]["report_id"], actor=PARTNER)
    whole = await partner_links(registry.db, partner=PARTNER.partner, actor=PARTNER)
    survivor = sent[0]["record_id"]
    assert [(item["external_id"], item["record_id"]) for item in whole["items"]] == [
        ("row-0", survivor), ("row-1", survivor), ("row-2", None),
    ]  # fmt: skip
    assert [item["report_id"] for item in whole["items"]] == [one["report_id"] for one in sent]
    assert {item["kind"] for item in whole["items"]} == {"casualty"}
    first = await partner_links(registry.db, partner=PARTNER.partner, actor=MAINTAINER, limit=2)
    rest = await partner_links(registry.db, partner=PARTNER.partner, actor=MAINTAINER, cursor=first["next"])
    assert first["items"] + rest["items"] == whole["items"]
    some = await partner_links(registry.db, partner=PARTNER.partner, actor=PARTNER, external_ids=["row-1", "row-9"])
    assert [item["external_id"] for item in some["items"]] == ["row-1"]


async def test_a_report_that_replaces_another_is_what_its_id_has_become(registry: Registry) -> None:
    (before,) = await registry.submit(casualty("Тестов Тест", external_id="row"))
    (after,) = await registry.submit(casualty("Тестов Тест", external_id="row", died="2022-11-16"))
    (link,) = (await partner_links(registry.db, partner=PARTNER.partner, actor=PARTNER))["items"]
    assert after["report_id"] != before["report_id"]
    assert (link["report_id"], link["record_id"]) == (after["report_id"], before["record_id"])


async def test_another_partner_sees_nothing(registry: Registry) -> None:
    with pytest.raises(Forbidden):
        await partner_links(registry.db, partner=PARTNER.partner, actor=STRANGER)


async def test_links_are_filtered(registry: Registry) -> None:
    sent = await registry.submit(
        casualty("Тестов Тест", external_id="a", source="first"),
        casualty("Примеров Пример", external_id="b", source="second"),
        case("Образцов Образец", external_id="c", source="first"),
        casualty("Пробов Проба", external_id="d", source="first"),
    )
    await retract_report(registry.db, report_id=sent[3]["report_id"], actor=PARTNER)
    await merge(registry.db, ids=[sent[0]["record_id"], sent[1]["record_id"]], reason=None, actor=MAINTAINER)

    async def found(**filters: Any) -> str:
        page = await partner_links(registry.db, partner=PARTNER.partner, actor=PARTNER, count=True, **filters)
        assert page["total"] == len(page["items"])
        return "".join(item["external_id"] for item in page["items"])

    assert await found(source="first") == "acd"
    assert await found(source="first", retracted=False) == "ac"
    assert await found(retracted=True) == "d"
    assert await found(kind="case") == "c"
    assert await found(record_id=sent[0]["record_id"]) == "ab"
    assert await found(record_id=sent[1]["record_id"]) == "ab"
    assert await found(record_id=sent[3]["record_id"]) == ""
    assert await found(external_ids=["a", "c"], kind="casualty") == "a"
