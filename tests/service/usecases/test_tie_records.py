"""A soldier and a defendant who may be one person are linked, on more than a name and a region, and never merged."""

from typing import Any

import pytest

from service.usecases.link_records import link, unlink
from service.usecases.retract_report import retract_report, unretract_report
from service.usecases.verify import verify
from tests.service.usecases.linking import attaching
from tests.service.usecases.registry import MAINTAINER, Registry, case, casualty

NAME = "Тестопримеров Ерофей Ермилович"
HOME = {"region": "RU-BA", "place": "Мелеуз"}


def trial(name: str = NAME, **facts: Any) -> dict[str, Any]:
    """A report of a case against one man of whom this is told."""
    report = case(name, events=[{"type": "sentenced", "date": "2023-04-11"}])
    report["case"]["defendants"][0] |= facts
    return report


async def related(registry: Registry, id_: str) -> list[tuple[str, str, str]]:
    return [(one["id"], one["relation"], one["grade"]) for one in (await registry.read(id_))["related"]]


@pytest.mark.parametrize("soldier_first", [True, False])
@pytest.mark.parametrize("told", [{"born": "1990-03-04"}, {"home": HOME}])
async def test_they_are_linked_whoever_comes_first(
    registry: Registry, told: dict[str, Any], soldier_first: bool
) -> None:
    reports = [casualty(NAME, died="2023-12-05", **told), trial(**told)]
    ids = [(await registry.put(one))[0] for one in (reports if soldier_first else reports[::-1])]
    for one, other in (ids, ids[::-1]):
        assert await related(registry, one) == [(other, "same_person", "possible")]
        document = await registry.read(one)
        assert document["citations"][-1]["title"] == "Found by matching"
    assert (await registry.put(trial(**told)))[0] in ids
    assert len(await related(registry, ids[0])) == 1


async def test_both_may_come_in_one_batch(registry: Registry) -> None:
    soldier, defendant = await registry.put(casualty(NAME, home=HOME), trial(home=HOME))
    assert await related(registry, soldier) == [(defendant, "same_person", "possible")]


@pytest.mark.parametrize(
    ("soldier", "defendant"),
    [
        ({"home": {"region": "RU-BA"}}, {"home": {"region": "RU-BA"}}),
        ({}, {}),
        ({"home": HOME, "born": "1990-03-04"}, {"home": HOME, "born": "1970-03-04"}),
        ({"home": HOME, "died": "2022-05-05"}, {"home": HOME}),
    ],
    ids=["name and region", "name alone", "born years apart", "dead before the sentence"],
)
async def test_others_are_not(registry: Registry, soldier: dict[str, Any], defendant: dict[str, Any]) -> None:
    ids = await registry.put(casualty(NAME, **soldier), trial(**defendant))
    assert [await related(registry, id_) for id_ in ids] == [[], []]


async def test_a_link_taken_back_is_not_made_again(registry: Registry) -> None:
    soldier, _ = await registry.put(casualty(NAME, home=HOME), trial(home=HOME))
    number = (await registry.read(soldier))["related"][0]["citations"][0]
    made = (await registry.read(soldier))["citations"][number - 1]["locator"]
    await unlink(registry.db, id=made, reason=None, actor=MAINTAINER)
    assert await registry.put(casualty(NAME, source="other", home=HOME, died="2023-12-05")) == [soldier]
    assert await related(registry, soldier) == []


BORN = {"born": "1990-03-04"}


async def linked(registry: Registry) -> tuple[str, str, str]:
    """A soldier and a defendant who are linked for the town, and the report that alone names it of the soldier."""
    (soldier,) = await registry.put(casualty(NAME, **BORN))
    told = casualty(NAME, source="other", home=HOME, **BORN)
    result, other = await registry.submit(told, trial(home=HOME))
    assert result["record_id"] == soldier
    assert await both(registry, soldier, other["record_id"])
    return soldier, other["record_id"], result["report_id"]


async def both(registry: Registry, soldier: str, defendant: str) -> bool:
    """Whether each is shown as linked with the other; False when neither is."""
    one, other = [[tie for tie in await related(registry, id_) if tie[1] == "same_person"]
                  for id_ in (soldier, defendant)]  # fmt: skip
    assert bool(one) == bool(other)
    return (one, other) == ([(defendant, *POSSIBLE)], [(soldier, *POSSIBLE)])


POSSIBLE = ("same_person", "possible")


async def test_a_link_falls_with_the_report_that_agreed_and_stands_again_with_it(registry: Registry) -> None:
    soldier, defendant, report = await linked(registry)
    await retract_report(registry.db, report_id=report, actor=MAINTAINER)
    assert not await both(registry, soldier, defendant)
    await unretract_report(registry.db, report_id=report, actor=MAINTAINER)
    assert await both(registry, soldier, defendant)
    assert (await verify(registry.db)).faults == {}


async def test_a_link_falls_with_a_correction_of_either(registry: Registry) -> None:
    soldier, defendant, _ = await linked(registry)
    for id_, field in ((soldier, "names"), (defendant, "defendants.d1.names")):
        await registry.correct(id_, {field: [{"full": "Образцовский Фома"}]})
        assert not await both(registry, soldier, defendant)
        await registry.correct(id_, {field: [{"full": NAME}]})
        assert await both(registry, soldier, defendant)


async def test_a_link_falls_with_a_split_and_stands_again_when_it_is_undone(registry: Registry) -> None:
    soldier, defendant, report = await linked(registry)
    split_id, _ = await registry.split(soldier, report)
    assert not await both(registry, soldier, defendant)
    await registry.undo_split(split_id)
    assert await both(registry, soldier, defendant)


async def test_a_link_falls_with_a_merge_that_contradicts_and_stands_again_when_it_is_undone(
    registry: Registry,
) -> None:
    soldier, defendant, _ = await linked(registry)
    (dead,) = await registry.put(casualty("Образцовский Фома", died="2022-05-05"))
    merge_id = await registry.merge(soldier, dead)
    assert not await both(registry, soldier, defendant)
    await registry.undo_merge(merge_id)
    assert await both(registry, soldier, defendant)


async def test_a_link_falls_with_what_is_redacted(registry: Registry) -> None:
    soldier, defendant, _ = await linked(registry)
    await registry.redact(soldier, "home")
    assert not await both(registry, soldier, defendant)


async def test_a_link_that_a_maintainer_took_back_stays_so(registry: Registry) -> None:
    soldier, defendant, report = await linked(registry)
    made = await registry.db.reads.fetchval("SELECT id FROM link")
    await unlink(registry.db, id=made, reason=None, actor=MAINTAINER)
    await retract_report(registry.db, report_id=report, actor=MAINTAINER)
    await unretract_report(registry.db, report_id=report, actor=MAINTAINER)
    assert not await both(registry, soldier, defendant)


async def test_a_link_that_a_maintainer_made_stands_whatever_is_said(registry: Registry) -> None:
    soldier, defendant = await registry.put(casualty(NAME), trial(home=HOME))
    given = {"relation": "same_person", "grade": "confirmed", "reason": None, "actor": MAINTAINER}
    await link(registry.db, ids=[soldier, defendant], **given)
    await registry.correct(soldier, {"born": "1950"})
    assert await related(registry, soldier) == [(defendant, "same_person", "confirmed")]


async def test_nothing_is_linked_where_nothing_is_attached(registry: Registry) -> None:
    attaching(registry, False)
    soldier, _ = await registry.put(casualty(NAME, home=HOME), trial(home=HOME))
    assert await related(registry, soldier) == []
