"""The queue is true at any time: a pair is scored as its records are, and quotes nothing that is redacted."""

from service.usecases.decide_suggestion import claim, list_suggestions, undo_decision
from service.usecases.retract_report import retract_report
from service.usecases.verify import verify
from tests.service.usecases.pairs import NAME, SURE, decided, pair, queue
from tests.service.usecases.registry import MAINTAINER, Registry, casualty


async def test_a_pair_is_scored_as_its_records_are_now(registry: Registry) -> None:
    a, b, _ = await pair(registry)
    (first,) = await queue(registry)
    await registry.correct(a, SURE)
    (alone,) = await queue(registry)
    assert alone["score"] == first["score"]
    await registry.correct(b, {"born": SURE["born"]})
    (born,) = await queue(registry)
    assert born["score"] > first["score"]
    (c,) = await registry.put(casualty("Примеров Тест", source="c", home=SURE["home"]))
    merge_id = await registry.merge(c, b)
    (placed,) = await queue(registry)
    assert {placed["left"]["id"], placed["right"]["id"]} == {a, c}
    assert {"born", "place"} <= {one["feature"] for one in placed["explanation"]}
    await registry.undo_merge(merge_id)
    (again,) = await queue(registry)
    assert (again["score"], again["explanation"]) == (born["score"], born["explanation"])


async def test_the_queue_is_in_the_order_of_what_a_decision_is_worth(registry: Registry) -> None:
    await pair(registry)
    sure = {"birth_place": {"region": "RU-BA"}, "rank": "сержант"}
    await registry.put(casualty("Образцов Тест Примерович", **sure))
    await registry.submit(casualty("Образцов Тест Примерович", source="other", **sure))
    likelier, doubtful = await queue(registry)
    if likelier["score"] < doubtful["score"]:
        likelier, doubtful = doubtful, likelier
    for side, name in (("left", "Пробин Фома"), ("right", "Образчиков Лука")):
        (new,) = await registry.put(casualty(name, source=f"{side}-more"))
        await registry.merge(doubtful[side]["id"], new)
    first, last = await queue(registry)
    assert (first["id"], last["id"]) == (doubtful["id"], likelier["id"])
    one = await list_suggestions(registry.db, limit=1)
    two = await list_suggestions(registry.db, limit=1, cursor=one["next"])
    assert [item["id"] for page in (one, two) for item in page["items"]] == [first["id"], last["id"]]
    claimed = await claim(registry.db, count=1, actor=MAINTAINER)
    assert [item["id"] for item in claimed["items"]] == [first["id"]]
    assert (await verify(registry.db)).faults == {}


async def test_an_explanation_asks_for_the_newer_record_and_shows_the_older(registry: Registry) -> None:
    await registry.put(casualty(NAME))
    await registry.submit(casualty("Testov Primer Obraztsovich", source="other"))
    (item,) = await queue(registry)
    (family,) = (one for one in item["explanation"] if one["feature"] == "family_name")
    assert (family["query"], family["record"]) == ("Testov", "Тестов")


async def test_a_pair_that_is_no_longer_likely_is_closed_until_it_is(registry: Registry) -> None:
    _, b, suggestion = await pair(registry)
    statement = await registry.correct(b, {"names": [{"full": "Примеров Проба"}]})
    assert await queue(registry) == []
    assert [item["id"] for item in await queue(registry, "closed")] == [suggestion]
    await decided(registry, suggestion, "different")
    await undo_decision(registry.db, id=suggestion, actor=MAINTAINER)
    assert [item["id"] for item in await queue(registry, "closed")] == [suggestion]
    report = next(one["report_id"] for one in statement["citations"] if one["source"] == "poimenno")
    await retract_report(registry.db, report_id=report, actor=MAINTAINER)
    assert [item["id"] for item in await queue(registry)] == [suggestion]


async def test_what_was_decided_is_scored_anew_when_it_is_taken_back(registry: Registry) -> None:
    a, b, suggestion = await pair(registry)
    (before,) = await queue(registry)
    await decided(registry, suggestion, "different")
    for id_ in (a, b):
        await registry.correct(id_, SURE)
    assert [item["score"] for item in await queue(registry, "different")] == [before["score"]]
    await undo_decision(registry.db, id=suggestion, actor=MAINTAINER)
    assert (await queue(registry))[0]["score"] > before["score"]
    assert (await verify(registry.db)).faults == {}


async def test_no_decision_of_the_past_quotes_what_is_redacted(registry: Registry) -> None:
    a, b, suggestion = await pair(registry)
    await decided(registry, suggestion, "different")
    await registry.redact(a, "names")
    assert [item["explanation"] for item in await queue(registry, "different")] == [[]]
    await undo_decision(registry.db, id=suggestion, actor=MAINTAINER)
    (item,) = await queue(registry, "closed")
    assert [one["feature"] for one in item["explanation"]] == ["prior"]
    await registry.redact(b)
    stored = await registry.db.reads.fetchval("SELECT explanation::text FROM suggestion")
    assert "Тестов" not in stored
