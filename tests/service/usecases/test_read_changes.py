"""The change feed: order, cursors, waiting, and nothing shown that was taken back."""

import asyncio
from typing import Any

import orjson
import pytest
from asyncpg import InterfaceError

from service.errors import Gone, NotFound, Unprocessable
from service.usecases.cursors import encode
from service.usecases.read_changes import read_changes
from service.usecases.read_record import read_record
from service.usecases.retract_report import retract_report
from tests.service.usecases.registry import PARTNER, Registry, case, casualty, kind_of

LONG = 10.0
"""Seconds of waiting that a test never waits out."""


async def changes(registry: Registry, **asked: Any) -> dict[str, Any]:
    """A page, parsed."""
    page = await read_changes(registry.db, **{"records": True, **asked})
    answer: dict[str, Any] = orjson.loads(page.body)
    assert answer["next"] == page.next
    return answer


async def everything(registry: Registry, limit: int = 1000) -> list[dict[str, Any]]:
    """All changes, in pages."""
    found, since, more = [], None, True
    while more:
        page = await changes(registry, since=since, limit=limit)
        found += page["changes"]
        since, more = page["next"], page["more"]
    return found


async def served(registry: Registry, change: dict[str, Any]) -> Any:
    """The version that a change names, as its own address gives it; None where it is gone."""
    id_ = change["id"]
    try:
        return orjson.loads((await read_record(registry.db, kind=kind_of(id_), id=id_, version=change["version"])).body)
    except (Gone, NotFound):
        return None


async def every_shape(registry: Registry) -> dict[str, str]:
    """A registry in which everything has happened; ids by what happened to them."""
    names = ("merged", "survivor", "withdrawn", "redacted", "whole", "restored", "split", "hidden", "once_held")
    reports = [casualty(f"Тестов{n} Тест{n}", source=f"s{n}", born=f"19{60 + n}-01-01") for n, _ in enumerate(names)]
    ids = dict(zip(names, await registry.put(*reports), strict=True))
    ids["case"] = (await registry.put(case("Пробин Проба", "Пробина Проба")))[0]
    await registry.merge(ids["survivor"], ids["merged"])
    await registry.withdraw(ids["withdrawn"])
    await registry.redact(ids["redacted"], "names", "born")
    await registry.redact(ids["whole"])
    await registry.withdraw(ids["restored"])
    await registry.restore(ids["restored"])
    joined = await registry.merge(ids["once_held"], ids["hidden"])
    await registry.undo_merge(joined)
    await registry.withdraw(ids["hidden"])
    await registry.correct(ids["case"], {"judge": "Тестов Т. Т."})
    return ids


async def test_the_feed_is_the_log_whatever_the_page(registry: Registry) -> None:
    await every_shape(registry)
    log = await registry.changes()
    for limit in (1, 2, 3, 7, 1000):
        found = await everything(registry, limit)
        assert [(one["seq"], one["type"], one["id"], one["version"]) for one in found] == log
        assert [one["seq"] for one in found] == list(range(1, len(log) + 1))


async def test_a_record_is_the_version_named_or_null(registry: Registry) -> None:
    ids = await every_shape(registry)
    found = await everything(registry)
    for change in found:
        assert change["record"] == await served(registry, change), change["type"]
    shown = {name: [one["record"] for one in found if one["id"] == id_] for name, id_ in ids.items()}
    assert shown["withdrawn"] == [None, None]
    assert shown["whole"] == [None, None]
    assert shown["restored"][1] is None
    assert shown["restored"][2]["version"] == 3
    assert [record["state"] for record in shown["merged"]] == ["published", "merged"]
    # From when it held what is withdrawn today nothing is shown; before and after it is.
    assert [record is None for record in shown["once_held"]] == [False, True, False]
    for record in shown["redacted"]:
        assert (record["names"], record["born"], record["display_name"]) == ([], None, None)


async def test_nothing_of_what_was_redacted_is_in_any_byte_of_the_feed(registry: Registry) -> None:
    await every_shape(registry)
    body = (await read_changes(registry.db, limit=1000, records=True)).body.decode()
    for gone in ("Тестов2", "Тестов3", "Тестов4", "Тестов7"):  # withdrawn, redacted, redacted whole, hidden
        assert gone not in body
    assert "Тестов8" in body


async def test_what_a_split_took_away_and_was_withdrawn_then_is_hidden_from_the_whole(registry: Registry) -> None:
    facts = {"born": "1980-01-01", "died": "2023-01-01", "home": {"region": "RU-BA", "place": "Тестово"}}
    results = await registry.submit(casualty("Тестов Тест Тестович", source="a", **facts))
    results += await registry.submit(casualty("Тестов Тест Тестович", source="b", occupation="Пробин", **facts))
    whole = results[0]["record_id"]
    assert [result["record_id"] for result in results] == [whole, whole]
    report = results[1]["report_id"]
    _, new = await registry.split(whole, report)
    assert "Пробин".encode() in (await read_changes(registry.db, limit=1000, records=True)).body
    await registry.withdraw(new)
    assert "Пробин".encode() not in (await read_changes(registry.db, limit=1000, records=True)).body


async def test_types_and_survivors(registry: Registry) -> None:
    one, two = await registry.put(casualty("Тестов Тест", source="a"), casualty("Пробин Проба", source="b"))
    undone = await registry.merge(one, two)
    await registry.undo_merge(undone)
    (result,) = await registry.submit(casualty("Третьев Третий", source="c"))
    await retract_report(registry.db, report_id=result["report_id"], actor=PARTNER, reason=None)
    found = [(change["type"], change["id"], change["merged_into"]) for change in await everything(registry)]
    assert sorted(found[2:4]) == sorted([("merged", two, one), ("updated", one, None)])
    assert sorted(found[4:6]) == sorted([("restored", two, None), ("updated", one, None)])
    assert found[6:] == [("published", result["record_id"], None), ("withdrawn", result["record_id"], None)]


async def test_an_empty_registry_has_a_beginning(registry: Registry) -> None:
    page = await changes(registry)
    assert (page["changes"], page["more"]) == ([], False)
    (id_,) = await registry.put(casualty("Тестов Тест"))
    assert [one["id"] for one in (await changes(registry, since=page["next"]))["changes"]] == [id_]
    assert await changes(registry, since="0") == await changes(registry, since=None)


async def test_without_include_there_is_no_record(registry: Registry) -> None:
    await registry.put(casualty("Тестов Тест"))
    (change,) = (await changes(registry, records=False))["changes"]
    assert set(change) == {"seq", "type", "id", "kind", "version", "merged_into"}


async def test_cursors_that_are_none_of_ours_are_refused(registry: Registry) -> None:
    mine = (await changes(registry))["next"]
    (registry_id,) = await registry.db.reads.fetchrow("SELECT registry_id FROM clock")
    for since, why in (
        ("1", "not a cursor"),
        ("я", "not a cursor"),
        ("AAAA", "not a cursor"),
        (encode(registry_id), "not a cursor"),
        (encode(registry_id, "1"), "not a cursor"),
        (encode(registry_id, -1), "not a cursor"),
        (encode(registry_id, 2**63), "not a cursor"),
        (encode("another", 0), "another registry"),
        (encode(registry_id, 7), "ahead of the registry"),
        (mine + "A", "not a cursor"),
    ):
        with pytest.raises(Unprocessable, match=why) as refused:
            await read_changes(registry.db, since=since)
        assert [error.pointer for error in refused.value.errors] == ["/query/since"]


async def test_waiting_ends_with_the_next_change_for_everyone(registry: Registry) -> None:
    since = (await changes(registry))["next"]
    waiting = [asyncio.create_task(changes(registry, since=since, wait=LONG)) for _ in range(20)]
    await asyncio.sleep(0)
    (id_,) = await registry.put(casualty("Тестов Тест"))
    pages = await asyncio.wait_for(asyncio.gather(*waiting), LONG / 2)
    assert all([change["id"] for change in page["changes"]] == [id_] for page in pages)


async def test_waiting_ends_by_itself_and_when_the_service_stops(registry: Registry) -> None:
    since = (await changes(registry))["next"]
    assert (await changes(registry, since=since, wait=0.01))["next"] == since
    waiting = asyncio.create_task(changes(registry, since=since, wait=LONG))
    await asyncio.sleep(0)
    registry.db.tail.release()
    assert (await asyncio.wait_for(waiting, LONG / 2))["changes"] == []


async def test_who_has_something_to_read_does_not_wait(registry: Registry) -> None:
    await registry.put(casualty("Тестов Тест"))
    page = await asyncio.wait_for(changes(registry, wait=LONG), LONG / 2)
    assert len(page["changes"]) == 1


async def test_a_database_that_goes_away_is_told_to_all_who_wait(registry: Registry) -> None:
    waiting = [asyncio.create_task(registry.db.tail.passed(0, LONG)) for _ in range(3)]
    await asyncio.sleep(0)
    await registry.db.reads.close()
    ends = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), LONG / 2)
    assert all(isinstance(end, InterfaceError) for end in ends)
