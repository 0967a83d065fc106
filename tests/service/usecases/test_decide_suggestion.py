"""Doubtful pairs are suggested; a decision is exact, remembered, named where it forbids a merge, and can be undone."""

import asyncio

import pytest

from service.errors import Conflict, MergedAway, NotFound, Stale
from service.usecases.decide_suggestion import claim, list_suggestions, release, undo_decision
from tests.service.usecases.pairs import NAME, REVIEWERS, SURE, decided, pair, queue
from tests.service.usecases.registry import MAINTAINER, Registry, casualty, content


async def test_a_doubtful_match_is_suggested_with_weights_that_add_up(registry: Registry) -> None:
    a, b, suggestion = await pair(registry)
    (item,) = await queue(registry)
    assert item["id"] == suggestion
    assert {item["left"]["id"], item["right"]["id"]} == {a, b}
    assert (item["left"]["version"], item["right"]["version"]) == (1, 1)
    odds = sum(feature["weight"] for feature in item["explanation"])
    assert item["explanation"][0]["feature"] == "prior"
    assert item["score"] == pytest.approx(1 / (1 + 2**-odds), rel=1e-3)


async def test_two_rivals_leave_a_sure_match_in_doubt(registry: Registry) -> None:
    a, b = await registry.put(casualty(NAME, **SURE), casualty("Примеров Тест", source="b"))
    await registry.correct(b, {"names": [{"full": NAME}], **SURE})
    (result,) = await registry.submit(casualty(NAME, source="other", **SURE))
    assert result["outcome"] == "created"
    pairs = [{item["left"]["id"], item["right"]["id"]} for item in await queue(registry)]
    assert {a, result["record_id"]} in pairs
    assert {b, result["record_id"]} in pairs
    assert len(result["suggestions"]) == 2


async def test_nothing_is_attached_where_the_operator_says_so(registry: Registry) -> None:
    registry.db.settings = registry.db.settings.model_copy(update={"auto_attach": False})
    await registry.put(casualty(NAME, **SURE))
    (result,) = await registry.submit(casualty(NAME, source="other", **SURE))
    assert (result["outcome"], len(result["suggestions"])) == ("created", 1)


async def test_duplicates_within_a_batch_find_each_other(registry: Registry) -> None:
    first, second, third = await registry.submit(
        casualty(NAME, **SURE), casualty(NAME, source="b", **SURE), casualty(NAME, source="c")
    )
    assert [first["outcome"], second["outcome"], third["outcome"]] == ["created", "attached", "created"]
    assert first["record_id"] == second["record_id"]
    (item,) = await queue(registry)
    assert {item["left"]["id"], item["right"]["id"]} == {first["record_id"], third["record_id"]}


async def test_same_merges_into_the_older_record_and_undoing_it_gives_both_back(registry: Registry) -> None:
    a, b, suggestion = await pair(registry)
    before = [content(await registry.read(id_)) for id_ in (a, b)]
    answer = await decided(registry, suggestion, "same", versions={"left": 1, "right": 1})
    assert answer["record_id"] == a
    assert await queue(registry) == []
    with pytest.raises(MergedAway):
        await registry.read(b)
    with pytest.raises(Conflict):
        await decided(registry, suggestion, "different")
    await undo_decision(registry.db, id=suggestion, actor=MAINTAINER)
    assert [content(await registry.read(id_)) for id_ in (a, b)] == before
    assert [item["id"] for item in await queue(registry)] == [suggestion]
    with pytest.raises(Conflict):
        await undo_decision(registry.db, id=suggestion, actor=MAINTAINER)


async def test_undoing_the_merge_undoes_the_decision(registry: Registry) -> None:
    _, _, suggestion = await pair(registry)
    answer = await decided(registry, suggestion, "same")
    await registry.undo_merge(answer["merge_id"])
    assert [item["id"] for item in await queue(registry)] == [suggestion]


async def test_a_decision_on_versions_that_moved_is_stale(registry: Registry) -> None:
    _, b, suggestion = await pair(registry)
    await registry.correct(b, {"rank": "сержант"})
    with pytest.raises(Stale):
        await decided(registry, suggestion, "same", versions={"left": 1, "right": 1})
    assert len(await queue(registry)) == 1


async def test_different_forbids_the_merge_and_names_the_decision(registry: Registry) -> None:
    a, b, suggestion = await pair(registry)
    answer = await decided(registry, suggestion, "different")
    for ids in ((a, b), (b, a)):
        with pytest.raises(Conflict) as refused:
            await registry.merge(*ids)
        assert refused.value.about == {"decision": answer["judgement_id"], "suggestion": suggestion}
    await undo_decision(registry.db, id=suggestion, actor=MAINTAINER)
    await registry.merge(a, b)


async def test_different_holds_through_a_chain_of_merges(registry: Registry) -> None:
    a, b, suggestion = await pair(registry)
    await decided(registry, suggestion, "different")
    (c,) = await registry.put(casualty("Примеров Тест"))
    merge_id = await registry.merge(c, a)
    for ids in ((c, b), (b, c)):
        with pytest.raises(Conflict, match="different"):
            await registry.merge(*ids)
    await registry.undo_merge(merge_id)
    await registry.merge(c, b)
    with pytest.raises(Conflict, match="different"):
        await registry.merge(a, c)


async def test_different_holds_for_what_supersedes_either_report(registry: Registry) -> None:
    (a,) = await registry.put(casualty(NAME, external_id="1"))
    (result,) = await registry.submit(casualty(NAME, source="other"))
    await decided(registry, result["suggestions"][0], "different")
    await registry.put(casualty(NAME, external_id="1", rank="сержант"))
    parts = [one["report_id"] for one in (await registry.read(a))["citations"]]
    (c,) = await registry.put(casualty("Примеров Тест", source="c"))
    await registry.merge(a, c)
    _, new = await registry.split(a, *parts)
    with pytest.raises(Conflict, match="different"):
        await registry.merge(new, result["record_id"])


async def test_a_split_that_others_decided_different_since_stays(registry: Registry) -> None:
    a, b = await registry.put(casualty("Тестов Тест"), casualty("Тестов Тест", source="b"))
    await registry.merge(a, b)
    theirs = [one["report_id"] for one in (await registry.read(a))["citations"] if one["source"] == "b"]
    split_id, new = await registry.split(a, *theirs)
    late = await registry.submit(casualty("Примеров Пример", source="late"))
    await registry.merge(new, late[0]["record_id"])
    (twin,) = await registry.submit(casualty("Примеров Пример", source="twin"))
    await decided(registry, twin["suggestions"][0], "different")
    await registry.merge(a, twin["record_id"])
    with pytest.raises(Conflict, match="different"):
        await registry.undo_split(split_id)
    assert (await registry.read(new))["merged_ids"] == [late[0]["record_id"]]


async def test_unsure_leaves_the_queue_until_something_new_is_known(registry: Registry) -> None:
    a, _, suggestion = await pair(registry)
    (c,) = await registry.put(casualty("Примеров Тест", source="c"))
    await registry.merge(c, a)
    await decided(registry, suggestion, "unsure")
    assert await queue(registry) == []
    assert len(await queue(registry, "unsure")) == 1
    await registry.correct(c, SURE)
    assert suggestion in [item["id"] for item in await queue(registry)]
    await decided(registry, suggestion, "unsure")
    (result,) = await registry.submit(casualty("Примеров Тест", source="d", **SURE))
    assert (result["outcome"], result["record_id"]) == ("attached", c)
    assert suggestion in [item["id"] for item in await queue(registry)]


async def test_other_suggestions_of_the_same_pair_settle_together(registry: Registry) -> None:
    a, b, first = await pair(registry)
    (result,) = await registry.submit(casualty(NAME, source="third"))
    c = result["record_id"]
    assert len(result["suggestions"]) == 2
    await registry.merge(a, c)
    assert len({frozenset((item["left"]["id"], item["right"]["id"])) for item in await queue(registry)}) == 1
    await decided(registry, first, "different")
    assert await queue(registry) == []
    assert len(await queue(registry, "different")) == 1
    states = await registry.db.reads.fetch("SELECT state FROM suggestion WHERE state <> 'same'")
    assert [row["state"] for row in states] == ["different"] * 2
    await undo_decision(registry.db, id=first, actor=MAINTAINER)
    (item,) = await queue(registry)
    assert {item["left"]["id"], item["right"]["id"]} == {a, b}


async def test_two_reviewers_never_hold_the_same_pair(registry: Registry) -> None:
    await registry.submit(*(casualty(NAME, source=f"s{n}") for n in range(6)))
    held = await asyncio.gather(*(claim(registry.db, count=3, actor=REVIEWERS[n % 2]) for n in range(8)))
    by_reviewer = [{item["id"] for n, answer in enumerate(held) if n % 2 == who for item in answer["items"]}
                   for who in (0, 1)]  # fmt: skip
    assert by_reviewer[0]
    assert by_reviewer[1]
    assert not by_reviewer[0] & by_reviewer[1]


async def test_suggestions_that_merges_made_one_pair_go_to_one_reviewer(registry: Registry) -> None:
    a, _, _ = await pair(registry)
    (result,) = await registry.submit(casualty(NAME, source="third"))
    await registry.merge(a, result["record_id"])
    held = [(await claim(registry.db, count=9, actor=reviewer))["items"] for reviewer in REVIEWERS]
    assert [len(items) for items in held] == [1, 0]
    assert await release(registry.db, ids=[held[0][0]["id"]], actor=REVIEWERS[0]) == {"released": 1}
    assert len((await claim(registry.db, count=9, actor=REVIEWERS[1]))["items"]) == 1


async def test_what_is_released_can_be_claimed_by_another(registry: Registry) -> None:
    _, _, suggestion = await pair(registry)
    await claim(registry.db, count=1, actor=REVIEWERS[0])
    assert (await claim(registry.db, count=1, actor=REVIEWERS[1]))["items"] == []
    assert await release(registry.db, ids=[suggestion], actor=REVIEWERS[1]) == {"released": 0}
    assert await release(registry.db, ids=None, actor=REVIEWERS[0]) == {"released": 1}
    assert len((await claim(registry.db, count=1, actor=REVIEWERS[1]))["items"]) == 1


async def test_what_is_not_there_can_not_be_decided(registry: Registry) -> None:
    with pytest.raises(NotFound):
        await decided(registry, "sug-0000000000", "same")
    with pytest.raises(NotFound):
        await undo_decision(registry.db, id="sug-0000000000", actor=MAINTAINER)


async def test_a_decision_over_an_unsure_one_gives_that_back(registry: Registry) -> None:
    a, _, suggestion = await pair(registry)
    first = await decided(registry, suggestion, "unsure")
    await decided(registry, suggestion, "unsure")
    await decided(registry, suggestion, "same")
    for expected in ("unsure", "unsure", None):
        answer = await undo_decision(registry.db, id=suggestion, actor=MAINTAINER)
        assert (answer["decision"], answer["state"]) == (expected, expected or "open")
        assert len(await queue(registry, answer["state"])) == 1
    again = await decided(registry, suggestion, "unsure")
    assert again["judgement_id"] != first["judgement_id"]
    await decided(registry, suggestion, "different")
    await registry.correct(a, {"rank": "сержант"})
    await undo_decision(registry.db, id=suggestion, actor=MAINTAINER)
    assert len(await queue(registry)) == 1


async def test_the_queue_pages_best_first_without_repetition(registry: Registry) -> None:
    await registry.submit(*(casualty(NAME, source=f"s{n}") for n in range(5)))
    everything = [item["id"] for item in await queue(registry)]
    paged: list[str] = []
    cursor: str | None = None
    while True:
        page = await list_suggestions(registry.db, cursor=cursor, limit=3)
        paged += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert paged == everything
    assert len(set(paged)) == len(paged) == 10
