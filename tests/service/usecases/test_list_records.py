"""Lists of records: what each filter lets through, pages, and what is refused."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from service.errors import Forbidden, Unprocessable
from service.storage.engine import Database
from service.usecases.list_records import Page, list_records
from tests.service.usecases.registry import Registry, case, casualty
from tests.service.usecases.seed import row, store

CASUALTIES = (
    row(
        "cas-a", "status:killed", "region:RU", "region:RU-BA", "source:cit", "category:mobilised",
        born_from="1984-01-01", born_to="1985-12-31", died_from="2022-11-16", died_to="2022-11-16",
        first_reported="2022-11-24",
    ),
    row(
        "cas-b", "status:died_of_wounds", "region:RU", "source:press", "category:contract", "category:officer",
        died_from="2023-01-01", died_to="2023-12-31", first_reported="2023-05-01", review=("reported_alive",),
    ),
    row("cas-c", "status:missing", "region:RU", "region:RU-KAM", "source:cit"),
    row("cas-d", "status:disputed", "region:RU", "region:RU-BA", "source:cit"),
    row("cas-e", state="withdrawn"),
    row("cas-f", state="merged"),
    row("cas-g", "status:died_other", "region:UA", "region:UA-43"),
)  # fmt: skip
CASES = (
    row(
        "case-a", "court:77GV0008", "region:RU", "region:RU-VLA", "article:337", "article:337/5", "outcome:convicted",
        "stage:in_force", "sentence:imprisonment", "category:mobilised", "source:cit",
        event_from="2022-12-01", event_to="2023-09-14",
    ),
    row("case-b", "court:leninski", "article:286.1", "outcome:acquitted", "stage:acquitted", "sentence:fine"),
    row("case-c", "article:286", "article:286/1", "stage:trial"),
)  # fmt: skip


@pytest.fixture
async def listed(fresh_database: Database) -> Database:
    await store(fresh_database, *CASUALTIES, *CASES)
    return fresh_database


async def test_every_filter_of_casualties(listed: Database) -> None:
    for filters, expected in (
        ({}, "abg"),
        ({"status": "*"}, "abcdg"),
        ({"status": "missing"}, "c"),
        ({"status": "missing,disputed"}, "cd"),
        ({"status": ["missing", "killed"]}, "ac"),
        ({"status": "disputed"}, "d"),
        ({"state": "withdrawn"}, "e"),
        ({"state": "merged"}, "f"),
        ({"state": ["published", "withdrawn"]}, "abeg"),
        ({"state": "withdrawn", "status": "killed"}, ""),
        ({"region": "RU-BA"}, "a"),
        ({"region": "Башкирия"}, "a"),
        ({"region": "RU"}, "ab"),
        ({"region": ["RU-BA", "Crimea"]}, "ag"),
        ({"region": "RU-BA", "status": "*"}, "ad"),
        ({"category": "officer"}, "b"),
        ({"category": "officer,mobilised"}, "ab"),
        ({"category": "pmc"}, ""),
        ({"source": "cit"}, "a"),
        ({"source": ["cit", "press"]}, "ab"),
        ({"source": "nobody"}, ""),
        ({"born": "1985"}, "a"),
        ({"born": "198X"}, "a"),
        ({"born": "[1983,1984]"}, "a"),
        ({"born": "1986"}, ""),
        ({"died_from": "2022-11-16"}, "ab"),
        ({"died_from": "2022-11-17"}, "b"),
        ({"died_to": "2022-11"}, "a"),
        ({"died_to": "2022-11-15"}, ""),
        ({"died_from": "2023-06", "died_to": "2023-06"}, "b"),
        ({"died_from": "2022-11-17", "died_to": "2022-12"}, ""),
        ({"first_reported_from": "2022-11-25"}, "b"),
        ({"first_reported_from": "2022"}, "ab"),
        ({"updated_since": "2000-01-01T00:00:00Z"}, "abg"),
        ({"updated_since": "2100-01-01T03:00:00+03:00"}, ""),
    ):
        assert await ids(listed, "casualty", filters) == [f"cas-{letter}" for letter in expected], filters


async def test_every_filter_of_cases(listed: Database) -> None:
    for filters, expected in (
        ({}, "abc"),
        ({"court": "77gv0008"}, "a"),
        ({"court": "Владимирский гарнизонный военный суд"}, "a"),
        ({"court": "No Such Court"}, ""),
        ({"region": "RU-VLA"}, "a"),
        ({"article": "337"}, "a"),
        ({"article": "337/5"}, "a"),
        ({"article": "ч. 5 ст. 337 УК РФ"}, "a"),
        ({"article": "337/1"}, ""),
        ({"article": "286.1"}, "b"),
        ({"article": "286"}, "c"),
        ({"article": ["286.1", "286/1"]}, "bc"),
        ({"outcome": "convicted,acquitted"}, "ab"),
        ({"stage": "trial"}, "c"),
        ({"sentence_kind": "fine"}, "b"),
        ({"category": "mobilised"}, "a"),
        ({"event_from": "2023-09-14"}, "a"),
        ({"event_from": "2023-09-15"}, ""),
        ({"event_to": "2022-12-01"}, "a"),
        ({"event_to": "2022-11"}, ""),
        ({"source": "cit", "article": "337"}, "a"),
        ({"source": "cit", "article": "286"}, ""),
    ):
        assert await ids(listed, "case", filters) == [f"case-{letter}" for letter in expected], filters


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("casualty", "region", "Nowhereland"),
        ("casualty", "status", "dead"),
        ("casualty", "status", "killed,"),
        ("casualty", "category", "general"),
        ("casualty", "state", "deleted"),
        ("casualty", "born", "2022-13"),
        ("casualty", "born", ["1984", "1985"]),
        ("casualty", "died_from", "yesterday"),
        ("casualty", "updated_since", "2024-06-01"),
        ("casualty", "updated_since", "soon"),
        ("casualty", "article", "337"),
        ("casualty", "name", "Testov"),
        ("case", "status", "killed"),
        ("case", "article", "999"),
        ("case", "article", "desertion"),
        ("case", "outcome", "guilty"),
        ("case", "event_to", "14.09.2023"),
    ],
)
async def test_a_filter_that_means_nothing_is_named(database: Database, kind: Any, name: str, value: Any) -> None:
    with pytest.raises(Unprocessable) as refused:
        await list_records(database, kind=kind, filters={name: value})
    assert [error.pointer for error in refused.value.errors] == [f"/query/{name}"]


async def test_pages_follow_one_another_without_gap_or_repetition(listed: Database) -> None:
    filters = {"status": "*"}
    whole = await list_records(listed, kind="casualty", filters=filters)
    seen: list[str] = []
    cursor = None
    for limit in (1, 2, 2):
        page = await list_records(listed, kind="casualty", filters=filters, cursor=cursor, limit=limit, count=True)
        body = json.loads(page.body)
        assert (body["next"], body["total"]) == (page.next, 5)
        seen += [item["id"] for item in body["items"]]
        cursor = page.next
    assert cursor is None
    assert seen == shown(whole)
    assert "total" not in json.loads(whole.body)


async def test_a_cursor_is_good_for_its_own_list(listed: Database) -> None:
    page = await list_records(listed, kind="casualty", filters={}, limit=1)
    assert page.next is not None
    for kind, filters, cursor in (
        ("case", {}, page.next),
        ("casualty", {"status": "*"}, page.next),
        ("casualty", {}, "WyJ4Il0"),
        ("casualty", {}, "!"),
        ("casualty", {}, page.next[:-4]),
    ):
        with pytest.raises(Unprocessable) as refused:
            await list_records(listed, kind=kind, filters=filters, cursor=cursor)  # type: ignore[arg-type]
        assert refused.value.errors[0].pointer == "/query/cursor"


async def test_what_needs_review_is_shown_to_reviewers(listed: Database) -> None:
    page = await list_records(listed, kind="casualty", filters={"needs_review": "true"}, reviewer=True)
    assert shown(page) == ["cas-b"]
    page = await list_records(listed, kind="casualty", filters={"needs_review": "false"}, reviewer=True)
    assert shown(page) == ["cas-a", "cas-g"]
    with pytest.raises(Forbidden):
        await list_records(listed, kind="casualty", filters={"needs_review": "true"})


async def test_whoever_is_reported_alive_waits_for_review_though_no_longer_among_the_dead(listed: Database) -> None:
    async with listed.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE record SET review = '{reported_alive}' WHERE id = 'cas-d'")
    page = await list_records(listed, kind="casualty", filters={"needs_review": "true"}, reviewer=True)
    assert shown(page) == ["cas-b", "cas-d"]


async def test_items_are_the_stored_bytes(listed: Database) -> None:
    async with listed.engine.begin() as connection:
        raw = b'{"id":"cas-c" , "kind":"casualty"}'
        await connection.execute(text("UPDATE record SET document = :raw WHERE id = 'cas-c'"), {"raw": raw})
    page = await list_records(listed, kind="casualty", filters={"status": "missing"}, count=True)
    assert page.body == b'{"items":[' + raw + b'],"next":null,"total":1}'


async def test_folded_records_are_found_by_what_they_say(registry: Registry) -> None:
    home = {"region": "Башкирия", "place": "Мелеуз"}
    soldier, other = await registry.put(
        casualty("Тестов Тест", home=home, died="2022-11-16", born="1985", categories=["mobilised"]),
        casualty("Примеров Пример", source="press", status="missing"),
    )
    acquitted = {"type": "sentenced", "date": "2023-09-14", "decisions": [{"defendant": 0, "verdict": "acquitted"}]}
    (trial,) = await registry.put(case("Тестов Тест", court={"name": "Owen Test Court"}, events=[acquitted]))
    asked: tuple[tuple[Any, dict[str, str], list[str]], ...] = (
        ("casualty", {"region": "RU-BA", "died_from": "2022-11", "born": "1985", "category": "mobilised"}, [soldier]),
        ("casualty", {"source": "press"}, []),
        ("casualty", {"source": "press", "status": "missing"}, [other]),
        ("case", {"court": "Owen Test Court", "event_from": "2023-09-14", "outcome": "acquitted"}, [trial]),
    )
    for kind, filters, expected in asked:
        assert await ids(registry.db, kind, filters) == expected, filters


async def ids(db: Database, kind: Any, filters: Any) -> list[str]:
    return shown(await list_records(db, kind=kind, filters=filters))


def shown(page: Page) -> list[str]:
    return [item["id"] for item in json.loads(page.body)["items"]]
