"""A soldier and a defendant who may be one person are linked, on more than a name and a region, and never merged."""

from typing import Any

import pytest

from service.usecases.link_records import unlink
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


async def test_nothing_is_linked_where_nothing_is_attached(registry: Registry) -> None:
    attaching(registry, False)
    soldier, _ = await registry.put(casualty(NAME, home=HOME), trial(home=HOME))
    assert await related(registry, soldier) == []
