"""What is redacted is in no version, of no record that ever held it, and does not come back."""

import pytest

from service.errors import Conflict, Gone, Unprocessable
from service.usecases.change_record import redact, withdraw
from service.usecases.merge_records import merge
from service.usecases.read_versions import list_versions
from tests.service.usecases.registry import ANYTHING, MAINTAINER, Registry, case, casualty


async def test_a_redacted_field_is_gone_from_every_version(registry: Registry) -> None:
    (a,) = await registry.put(casualty("Тестов Тест", born="1990-05-17", external_id="1"))
    await registry.put(casualty("Тестов Тест", born="1990-05-17", rank="сержант", external_id="1"))
    await registry.redact(a, "born")
    for version in (1, 2, 3):
        document = await registry.read(a, version=version)
        assert (document["born"], document["redacted"]) == (None, ["born"])
    assert (await registry.read(a))["version"] == 3
    assert await registry.types() == ["published", "updated", "redacted"]
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


async def test_nobody_redacted_whole_is_named_in_the_reasons_of_others(registry: Registry) -> None:
    a, b, trial = await registry.put(
        casualty("Тестов Тест"), casualty("Примеров Пример", source="b"), case("Судимов Тест", source="court")
    )
    made = await merge(registry.db, ids=[b, a], reason="Тестов и есть Примеров", actor=MAINTAINER)
    await registry.undo_merge(made["id"])
    await registry.redact(a)
    why = "Судимова не судили"
    await withdraw(registry.db, kind="case", id=trial, if_match=ANYTHING, reason=why, actor=MAINTAINER)
    await registry.redact(trial)
    reasons = await registry.db.reads.fetch("SELECT reason FROM record_version WHERE reason IS NOT NULL")
    assert not any("Тестов" in row["reason"] or "Судимов" in row["reason"] for row in reasons)
    assert (await registry.read(b))["display_name"] == "Примеров Пример"


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
            await registry.served(a, **more)
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
    assert await registry.types() == ["published", "redacted"]


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
