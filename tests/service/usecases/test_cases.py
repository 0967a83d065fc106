"""Cases with several defendants: each keeps a label of their own through reports, merges, splits and their undoing."""

from typing import Any

import pytest

from service.errors import Unprocessable
from service.usecases.retract_report import retract_report, unretract_report
from tests.service.usecases.registry import MAINTAINER, Registry, case, content

COURT = {"name": "Владимирский гарнизонный военный суд"}
UID = "77GV0008-02-2023-000001-91"


def people(document: dict[str, Any]) -> dict[str, str | None]:
    """The defendants of a case: label → name."""
    return {one["id"]: one["display_name"] for one in document["defendants"]}


def at_court(*names: str, number: str = "1-123/2023", source: str = "test", **more: Any) -> dict[str, Any]:
    return case(*names, source=source, court=COURT, case_numbers=[number], **more)


async def test_a_report_that_names_the_same_court_and_number_joins_the_case(registry: Registry) -> None:
    (a,) = await registry.put(at_court("Тестов Тест", "Примеров Пример"))
    (result,) = await registry.submit(at_court("Примеров Пример", "Образцов Образец", source="other"))
    assert (result["outcome"], result["record_id"]) == ("attached", a)
    assert people(await registry.read(a)) == {"d1": "Тестов Тест", "d2": "Примеров Пример", "d3": "Образцов Образец"}


async def test_two_numbers_are_one_case(registry: Registry) -> None:
    (a,) = await registry.put(at_court("Тестов Тест", number="1-25/2025 (1-696/2024)"))
    assert await registry.put(at_court("Тестов Тест", number="1-696/2024", source="other")) == [a]
    assert [one["value"] for one in (await registry.read(a))["case_numbers"]] == ["1-25/2025", "1-696/2024"]


async def test_a_shared_uid_joins_the_reports_of_all_instances(registry: Registry) -> None:
    (a,) = await registry.put(case("Тестов Тест", uid=UID, instance="first", case_numbers=["1-1/2023"]))
    appeal = case("Тестов Т.", source="other", uid=UID, instance="appeal", case_numbers=["22-5/2024"])
    assert await registry.put(appeal) == [a]
    assert [one["instance"] for one in (await registry.read(a))["instances"]] == ["first", "appeal"]


async def test_an_unnamed_defendant_who_is_named_later_is_the_same(registry: Registry) -> None:
    unnamed = {**at_court(), "locator": "1"}
    unnamed["case"] = {**unnamed["case"], "defendants": [{"described_as": "a soldier"}]}
    (a,) = await registry.put(unnamed)
    assert await registry.put(at_court("Тестов Тест", source="other")) == [a]
    assert people(await registry.read(a)) == {"d1": "Тестов Тест"}
    assert await registry.put(at_court("Тестов Тест", "Примеров Пример", source="third")) == [a]
    assert people(await registry.read(a)) == {"d1": "Тестов Тест", "d2": "Примеров Пример"}


async def test_within_one_batch_an_unnamed_defendant_is_named_only_once(registry: Registry) -> None:
    unnamed = {**at_court(), "case": {**at_court()["case"], "defendants": [{"described_as": "a soldier"}]}}
    reports = [unnamed, at_court("Тестов Тест", source="other"), at_court("Примеров Пример", source="third")]
    a, b, c = await registry.put(*reports)
    assert a == b == c
    assert people(await registry.read(a)) == {"d1": "Тестов Тест", "d2": "Примеров Пример"}


def described(*defendants: dict[str, Any] | str, **more: Any) -> dict[str, Any]:
    """A report of the one case with defendants as told: by a name, or in words."""
    told = [{"names": [{"full": one}]} if isinstance(one, str) else one for one in defendants]
    return at_court(*map(str, defendants), defendants=told, **more)


SOLDIER = {"described_as": "a soldier"}
TWO = {"described_as": "two soldiers", "count": 2, "rank": "сержант"}


def told(document: dict[str, Any]) -> dict[str, tuple[str | None, int]]:
    """The defendants of a case: label → name and how many they are."""
    return {one["id"]: (one["display_name"], one["count"]["value"]) for one in document["defendants"]}


async def test_a_group_is_never_one_named_man(registry: Registry) -> None:
    (a,) = await registry.put(described(TWO))
    assert await registry.put(described("Тестов Тест", source="other")) == [a]
    assert told(await registry.read(a)) == {"d1": (None, 2), "d2": ("Тестов Тест", 1)}
    group, man = (await registry.read(a))["defendants"]
    assert (group["rank"]["value"], man["rank"]) == ("sergeant", None)


async def test_one_named_man_is_never_put_into_a_group(registry: Registry) -> None:
    (a,) = await registry.put(described("Тестов Тест"))
    assert await registry.put(described(TWO, source="other"), described(SOLDIER, source="third")) == [a, a]
    assert told(await registry.read(a)) == {"d1": ("Тестов Тест", 1), "d2": (None, 2), "d3": (None, 1)}


async def test_a_group_told_of_again_is_the_same_group(registry: Registry) -> None:
    (a,) = await registry.put(described(TWO, "Тестов Тест"))
    assert await registry.put(described("Тестов Тест", TWO, source="other")) == [a]
    assert await registry.put(described("Тестов Тест", {**TWO, "count": 3}, source="third")) == [a]
    assert told(await registry.read(a)) == {"d1": (None, 2), "d2": ("Тестов Тест", 1), "d3": (None, 3)}


async def test_a_merge_makes_no_group_a_man_and_redaction_hides_no_size(registry: Registry) -> None:
    a, b, c = await registry.put(
        described(TWO), described("Тестов Тест", number="1-9/2023", source="b"),
        described(TWO, number="1-8/2023", source="c"),
    )  # fmt: skip
    await registry.redact(a, "defendants.d1.count")
    await registry.merge(a, c)
    await registry.merge(a, b)
    assert people(await registry.read(a)) == {"d1": None, "d2": "Тестов Тест"}


async def test_a_report_leaves_a_name_that_was_taken_back_its_place(registry: Registry) -> None:
    (a,) = await registry.put(described(SOLDIER))
    (named,) = await registry.submit(described("Тестов Тест", source="other"))
    await retract_report(registry.db, report_id=named["report_id"], actor=MAINTAINER)
    assert await registry.put(described("Примеров Пример", source="third")) == [a]
    assert await registry.put(described("Тестов Т.", source="fourth")) == [a]
    assert people(await registry.read(a)) == {"d1": "Тестов Т.", "d2": "Примеров Пример"}


@pytest.mark.parametrize("way", ["retract", "split"])
async def test_a_name_that_may_come_back_leaves_no_place_for_another(registry: Registry, way: str) -> None:
    (a,) = await registry.put(described(SOLDIER))
    (named,) = await registry.submit(described("Тестов Тест", source="other"))
    assert (named["record_id"], people(await registry.read(a))) == (a, {"d1": "Тестов Тест"})
    if way == "retract":
        await retract_report(registry.db, report_id=named["report_id"], actor=MAINTAINER)
    else:
        split_id, _ = await registry.split(a, named["report_id"])
    (b,) = await registry.put(described("Примеров Пример", number="1-9/2023", source="third"))
    await registry.merge(a, b)
    assert people(await registry.read(a)) == {"d1": None, "d2": "Примеров Пример"}
    if way == "retract":
        await unretract_report(registry.db, report_id=named["report_id"], actor=MAINTAINER)
    else:
        await registry.undo_split(split_id)
    assert people(await registry.read(a)) == {"d1": "Тестов Тест", "d2": "Примеров Пример"}


async def test_labels_outlast_a_superseding_report_in_another_order(registry: Registry) -> None:
    (a,) = await registry.put(at_court("Тестов Тест", "Примеров Пример", external_id="1"))
    assert await registry.put(at_court("Примеров Пример", "Тестов Тест", "Образцов Образец", external_id="1")) == [a]
    assert people(await registry.read(a)) == {"d1": "Тестов Тест", "d2": "Примеров Пример", "d3": "Образцов Образец"}


async def test_a_defendant_who_is_dropped_and_named_again_has_the_old_label(registry: Registry) -> None:
    (a,) = await registry.put(at_court("Тестов Тест", "Примеров Пример", external_id="1"))
    await registry.put(at_court("Тестов Тест", external_id="1"))
    assert people(await registry.read(a)) == {"d1": "Тестов Тест"}
    await registry.put(at_court("Тестов Тест", "Образцов Образец", "Примеров Пример", external_id="1"))
    assert people(await registry.read(a)) == {"d1": "Тестов Тест", "d2": "Примеров Пример", "d3": "Образцов Образец"}


async def test_a_case_of_which_every_report_was_taken_back_keeps_its_labels(registry: Registry) -> None:
    (first,) = await registry.submit(at_court("Тестов Тест", "Примеров Пример", external_id="1"))
    await retract_report(registry.db, report_id=first["report_id"], actor=MAINTAINER)
    (a,) = await registry.put(at_court("Примеров Пример", "Тестов Тест", external_id="1"))
    assert people(await registry.read(a)) == {"d1": "Тестов Тест", "d2": "Примеров Пример"}


async def merged(registry: Registry) -> tuple[str, str, str]:
    """Case a (Тестов, Примеров) with case b (Образцов, Тестов) merged into it, and the merge."""
    a, b = await registry.put(
        case("Тестов Тест", "Примеров Пример"), case("Образцов Образец", "Тестов Тест", source="b")
    )
    return a, b, await registry.merge(a, b)


async def test_a_report_that_came_while_merged_brings_its_defendants_to_its_own_side(registry: Registry) -> None:
    a, b = await registry.put(
        at_court("Тестов Тест", "Примеров Пример"),
        at_court("Образцов Образец", "Тестов Тест", number="1-9/2023", source="b"),
    )
    merge_id = await registry.merge(a, b)
    late = at_court("Пробов Проба", "Образцов Образец", number="1-9/2023", source="late")
    assert await registry.put(late) == [a]
    assert people(await registry.read(a)) == {
        "d1": "Тестов Тест", "d2": "Примеров Пример", "d3": "Образцов Образец", "d4": "Пробов Проба",
    }  # fmt: skip
    await registry.undo_merge(merge_id)
    assert people(await registry.read(a)) == {"d1": "Тестов Тест", "d2": "Примеров Пример"}
    assert people(await registry.read(b)) == {"d1": "Образцов Образец", "d2": "Тестов Тест", "d3": "Пробов Проба"}


async def test_a_label_given_while_merged_is_never_given_again(registry: Registry) -> None:
    a, _, merge_id = await merged(registry)
    await registry.undo_merge(merge_id)
    await registry.put(case("Тестов Тест", "Примеров Пример", external_id="x", source="c"))
    document = await registry.read(a)
    report = case("Тестов Тест", "Пробов Проба", source="d", external_id="y", court=COURT, case_numbers=["1-5/2020"])
    (other,) = await registry.put(report)
    await registry.merge(a, other)
    assert people(await registry.read(a)) == people(document) | {"d4": "Пробов Проба"}


async def test_a_split_keeps_labels_and_undoing_it_gives_back_the_same(registry: Registry) -> None:
    a, b, merge_id = await merged(registry)
    whole = await registry.read(a)
    theirs = [one["report_id"] for one in whole["citations"] if one["source"] == "b"]
    split_id, new = await registry.split(a, *theirs)
    assert people(await registry.read(a)) == {"d1": "Тестов Тест", "d2": "Примеров Пример"}
    assert people(await registry.read(new)) == {"d1": "Тестов Тест", "d3": "Образцов Образец"}
    await registry.undo_split(split_id)
    again = await registry.read(a)
    assert content(again) | {"merged_ids": []} == content(whole) | {"merged_ids": []}
    assert again["merged_ids"] == sorted([b, new])
    await registry.undo_merge(merge_id)
    assert people(await registry.read(b)) == {"d1": "Образцов Образец", "d2": "Тестов Тест"}


async def test_a_label_that_a_split_took_away_is_not_given_to_another(registry: Registry) -> None:
    a, _, _ = await merged(registry)
    theirs = [one["report_id"] for one in (await registry.read(a))["citations"] if one["source"] == "b"]
    split_id, new = await registry.split(a, *theirs)
    (c,) = await registry.put(case("Пробов Проба", source="c"))
    (d,) = await registry.put(case("Новиков Новик", source="d"))
    await registry.merge(a, c)
    await registry.merge(new, d)
    assert people(await registry.read(a)) == {"d1": "Тестов Тест", "d2": "Примеров Пример", "d4": "Пробов Проба"}
    assert people(await registry.read(new)) == {"d1": "Тестов Тест", "d3": "Образцов Образец", "d4": "Новиков Новик"}
    await registry.undo_split(split_id)
    assert people(await registry.read(a)) == {
        "d1": "Тестов Тест", "d2": "Примеров Пример", "d3": "Образцов Образец", "d4": "Пробов Проба",
        "d5": "Новиков Новик",
    }  # fmt: skip


async def test_a_correction_reaches_one_defendant_and_follows_them_through_merges(registry: Registry) -> None:
    a, b = await registry.put(case("Тестов Тест", "Примеров Пример"), case("Образцов Образец", source="b"))
    corrected = await registry.correct(b, {"defendants.d1.rank": "сержант"})
    assert corrected["defendants"][0]["rank"]["value"] == "sergeant"
    merge_id = await registry.merge(a, b)
    ranks = {one["id"]: one["rank"] and one["rank"]["value"] for one in (await registry.read(a))["defendants"]}
    assert ranks == {"d1": None, "d2": None, "d3": "sergeant"}
    await registry.undo_merge(merge_id)
    assert content(await registry.read(b)) == content(corrected)


async def test_events_set_by_a_maintainer_decide_for_the_same_persons_after_a_merge(registry: Registry) -> None:
    a, b = await registry.put(case("Тестов Тест", "Примеров Пример"), case("Образцов Образец", source="b"))
    sentence = [{"kind": "imprisonment", "duration": "P3Y"}]
    event = {"type": "sentenced", "date": "2023-09-14", "decisions": [{"defendant": 0, "verdict": "convicted",
             "sentence": sentence}]}  # fmt: skip
    await registry.correct(b, {"events": [event]})
    await registry.merge(a, b)
    verdicts = {one["id"]: one["sentence"] and one["sentence"]["verdict"]
                for one in (await registry.read(a))["defendants"]}  # fmt: skip
    assert verdicts == {"d1": None, "d2": None, "d3": "convicted"}


async def test_a_correction_of_a_defendant_the_case_does_not_have_is_refused(registry: Registry) -> None:
    (a,) = await registry.put(case("Тестов Тест"))
    event = {"type": "sentenced", "decisions": [{"defendant": 4}]}
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"defendants.d9.born": "1990"}, "/set/defendants.d9.born"),
        ({"events": [event]}, "/set/events/0/decisions/0/defendant"),
        ({}, "/set"),
    ]
    for values, place in wrong:
        with pytest.raises(Unprocessable) as refused:
            await registry.correct(a, values)
        assert [error.pointer for error in refused.value.errors] == [place]


async def test_a_redaction_follows_the_defendant_through_undone_merges_and_splits(registry: Registry) -> None:
    a, b, merge_id = await merged(registry)
    await registry.redact(a, "defendants.d3.names")
    assert people(await registry.read(a)) == {"d1": "Тестов Тест", "d2": "Примеров Пример", "d3": None}
    theirs = [one["report_id"] for one in (await registry.read(a))["citations"] if one["source"] == "b"]
    split_id, new = await registry.split(a, *theirs)
    assert people(await registry.read(new)) == {"d1": "Тестов Тест", "d3": None}
    await registry.undo_split(split_id)
    await registry.undo_merge(merge_id)
    assert people(await registry.read(b)) == {"d1": None, "d2": "Тестов Тест"}
    assert people(await registry.read(b, version=1)) == {"d1": None, "d2": "Тестов Тест"}


async def test_a_redacted_defendant_who_is_named_again_stays_redacted(registry: Registry) -> None:
    (a,) = await registry.put(at_court("Тестов Тест", "Примеров Пример"))
    await registry.redact(a, "defendants.d1.names")
    assert await registry.put(at_court("Тестов Тест", source="other")) == [a]
    assert people(await registry.read(a)) == {"d1": None, "d2": "Примеров Пример"}


async def test_two_trials_of_one_man_are_two_cases_though_all_else_agrees(registry: Registry) -> None:
    charged = {"names": [{"full": "Кузьменыш Олег Ильич"}], "born": "1980", "charges": [{"text": "ч. 5 ст. 337 УК РФ"}]}
    first = case("x", court=COURT, case_numbers=["1-1/2022"]) | {"external_id": "one"}
    second = case("x", court=COURT, case_numbers=["1-9/2024"], source="other")
    appeal = case("x", court=COURT, case_numbers=["22-7/2022"], source="third")
    for report in (first, second, appeal):
        report["case"]["defendants"] = [charged]
    results = await registry.submit(first, second)
    assert [result["outcome"] for result in results] == ["created", "created"]
    assert results[1]["suggestions"]
    (alone,) = await registry.submit(appeal)
    assert alone["outcome"] == "created"
    assert len(alone["suggestions"]) == 2
