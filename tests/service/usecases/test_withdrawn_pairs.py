"""Whoever was withdrawn and is reported again, doubtfully: reviewers see the pair, and nobody else learns of it."""

import orjson
import pytest

from service.errors import Conflict
from service.usecases.decide_suggestion import claim, undo_decision
from service.usecases.look_up import search
from tests.service.usecases.pairs import NAME, REVIEWERS, decided, pair, queue
from tests.service.usecases.registry import MAINTAINER, Registry, casualty


async def test_a_pair_of_which_one_side_is_withdrawn_is_for_reviewers_to_see(registry: Registry) -> None:
    (a,) = await registry.put(casualty(NAME, rank="сержант"))
    await registry.withdraw(a)
    (result,) = await registry.submit(casualty(NAME, source="other"))
    b = result["record_id"]
    assert (result["outcome"], await registry.gone(a), await registry.gone(b)) == ("created", True, False)
    (item,) = await queue(registry)
    assert item["id"] == result["suggestions"][0]
    sides = {item[side]["id"]: item[side] for side in ("left", "right")}
    assert {id_: (side["state"], side["version"]) for id_, side in sides.items()} == {
        a: ("withdrawn", 2), b: ("published", 1),
    }  # fmt: skip
    assert (sides[a]["display_name"], sides[a]["rank"]["value"]) == (NAME, "sergeant")
    assert [one["id"] for one in (await claim(registry.db, count=1, actor=REVIEWERS[0]))["items"]] == [item["id"]]


async def test_a_withdrawn_side_is_parted_and_never_merged(registry: Registry) -> None:
    a, b, suggestion = await pair(registry)
    await registry.withdraw(a)
    with pytest.raises(Conflict, match="withdraw the other"):
        await decided(registry, suggestion, "same")
    versions = {item[side]["id"]: item[side]["version"] for item in await queue(registry) for side in ("left", "right")}
    given = {"left": versions[min(a, b)], "right": versions[max(a, b)]}
    await decided(registry, suggestion, "different", versions=given)
    assert await queue(registry) == []
    await undo_decision(registry.db, id=suggestion, actor=MAINTAINER)
    assert len(await queue(registry)) == 1
    await registry.withdraw(b)
    assert await queue(registry) == []
    await registry.restore(a)
    assert len(await queue(registry)) == 1
    await registry.redact(b)
    assert await queue(registry) == []


async def test_nothing_that_is_open_to_all_tells_of_the_withdrawn_side(registry: Registry) -> None:
    (a,) = await registry.put(casualty(NAME))
    before = await registry.changes()
    await registry.withdraw(a)
    (result,) = await registry.submit(casualty(NAME, source="other"))
    await decided(registry, result["suggestions"][0], "different")
    shown = await registry.read(result["record_id"])
    assert a not in orjson.dumps(shown).decode()
    assert (shown["related"], shown["merged_ids"], shown["evidence"]["independent_sources"]) == ([], [], 1)
    assert [change[1:3] for change in (await registry.changes())[len(before):]] == [
        ("withdrawn", a), ("published", result["record_id"]),
    ]  # fmt: skip
    found = await search(registry.db, q=NAME)
    assert [one["id"] for one in found["items"]] == [result["record_id"]]
