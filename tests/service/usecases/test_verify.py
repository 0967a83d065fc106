"""`verify` finds nothing in a registry that was used, and finds each thing that must never be there."""

from typing import Any

import pytest

from service.registry.uncited import uncited
from service.storage import checks
from service.usecases import verify as under_test
from service.usecases.merge_records import merge, undo_merge
from service.usecases.refold import refold
from service.usecases.verify import verify
from tests.service.usecases.pairs import pair
from tests.service.usecases.registry import MAINTAINER, Registry, case, casualty


async def used(registry: Registry) -> list[str]:
    """Three soldiers, two of them merged, two cases, one of several defendants; some versions."""
    ids = await registry.put(
        casualty("Тестов Тест Тестович", born="1985-01-02", rank="рядовой"),
        casualty("Примеров Пётр", source="other"),
        casualty("Тестова Теста", external_id="t-1"),
        case("Тестов Олег", "Примеров Иван"),
        case("Тестов Игорь", source="other"),
    )
    await registry.put(casualty("Тестова Теста", external_id="t-1", rank="сержант"))
    await merge(registry.db, ids=ids[:2], reason="test", actor=MAINTAINER)
    undone = await merge(registry.db, ids=ids[3:], reason="test", actor=MAINTAINER)
    await undo_merge(registry.db, id=undone["id"], reason="test", actor=MAINTAINER)
    return ids


async def test_a_registry_in_use_has_no_faults(registry: Registry) -> None:
    await used(registry)
    seen: list[tuple[str, int, int | None]] = []
    found = await verify(registry.db, progress=lambda *step: seen.append(step), batch=2)
    assert (found.records, found.faults, found.old_rules, found.waiting) == (5, {}, 0, 0)
    assert seen[-1] == ("records", 5, 5)


async def test_an_empty_registry_has_no_faults(registry: Registry) -> None:
    found = await verify(registry.db)
    assert (found.records, found.faults) == (0, {})


BREAKING = {
    "two reports that someone called different lie in one record": (
        "INSERT INTO judgement (id, verdict, by, at) VALUES ('jdg-x', 'different', 'test', now());"
        "INSERT INTO judgement_report SELECT 'jdg-x', id, CASE WHEN base = root.old THEN 'left' ELSE 'right' END"
        " FROM report, (SELECT min(id) AS old FROM record WHERE root_id IN"
        " (SELECT root_id FROM record GROUP BY root_id HAVING count(*) > 1)) AS root"
        " WHERE base IN (SELECT id FROM record WHERE root_id IN"
        " (SELECT root_id FROM record GROUP BY root_id HAVING count(*) > 1))"
    ),
    "the versions of a record are not 1, 2, 3 …": (
        "DELETE FROM record_version WHERE version = 1 AND record_id = (SELECT min(id) FROM record WHERE version > 1)"
    ),
    "an older version has lost its document": "UPDATE record_version SET document = NULL",
    "the feed has a hole, or goes beyond the clock": "DELETE FROM change WHERE seq = 3",
    "the feed's times run backwards": "UPDATE change SET at = at - interval '1 hour' WHERE seq = 3",
    "a version is not in the feed exactly once": "UPDATE change SET version = version + 7 WHERE seq = 2",
    "a record's root is not where its merges lead": "UPDATE merge SET undone_at = now() WHERE undone_at IS NULL",
    "a suggestion is not as it was judged": "UPDATE suggestion SET state = 'different'",
    "a report is superseded by none that says so": (
        "UPDATE report SET superseded_by = 'rep-gone' WHERE superseded_by IS NULL AND external_id IS NULL"
    ),
    under_test.UNLIKE_FOLD: (
        "UPDATE report SET payload = jsonb_set(payload, '{status}', '\"missing\"') WHERE kind = 'casualty'"
    ),
    under_test.UNREADABLE: "UPDATE report SET payload = '{\"status\": \"odd\"}' WHERE external_id = 't-1'",
    under_test.UNCITED: (
        "UPDATE record SET document = convert_to(replace(convert_from(document, 'UTF8'),"
        " '\"citations\":[1]', '\"citations\":[]'), 'UTF8')"
    ),
    under_test.UNMATCHABLE: "UPDATE candidate SET keys = '{1}'",
    under_test.MISJUDGED: "UPDATE suggestion SET score = score / 2",
}


def test_every_fault_has_a_test() -> None:
    one_by_one = {under_test.UNLIKE_FOLD, under_test.UNREADABLE, under_test.UNCITED, under_test.UNMATCHABLE,
                  under_test.MISJUDGED}  # fmt: skip
    assert BREAKING.keys() == checks.FAULTS.keys() | one_by_one


@pytest.mark.parametrize("fault", BREAKING)
async def test_each_fault_is_found(registry: Registry, fault: str) -> None:
    await used(registry)
    await pair(registry)
    async with registry.db.engine.begin() as connection:
        for statement in BREAKING[fault].split(";"):
            await connection.exec_driver_sql(statement)
    found = await verify(registry.db)
    assert fault in found.faults, found.faults


async def test_many_faults_are_counted(registry: Registry) -> None:
    await registry.put(*(casualty(f"Тестов{'абв'[n % 3] * (n + 1)} Тест") for n in range(25)))
    async with registry.db.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE change SET version = 9")
    places = (await verify(registry.db)).faults["a version is not in the feed exactly once"]
    assert len(places) == 21
    assert places[-1] == "and 30 more"


async def test_older_rules_are_told_and_folded_anew(registry: Registry) -> None:
    ids = await used(registry)
    before = await registry.changes()
    async with registry.db.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE record SET rules = 'rules-0', tags = '{}'")
        await connection.exec_driver_sql("UPDATE candidate SET keys = '{}'")
    found = await verify(registry.db)
    assert (found.old_rules, found.faults) == (4, {}), "merged records are tombstones under any rules"
    assert await refold(registry.db) == 0
    assert await registry.changes() == before, "a document that comes out the same is no new version"
    found = await verify(registry.db)
    assert (found.old_rules, found.faults) == (0, {})
    assert ids


async def test_a_fold_that_says_something_else_is_a_version(registry: Registry) -> None:
    (id_,) = await registry.put(casualty("Тестов Тест"))
    async with registry.db.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE report SET payload = jsonb_set(payload, '{status}', '\"missing\"')")
    assert await refold(registry.db, reason="test") == 1
    read = await registry.read(id_)
    assert (read["status"]["value"], read["version"]) == ("missing", 2)
    cause = await registry.db.reads.fetchrow("SELECT cause, by, reason FROM record_version WHERE version = 2")
    assert tuple(cause or ()) == ("rules", "registry", "test")
    assert (await verify(registry.db)).faults == {}


DOCUMENT: dict[str, Any] = {
    "citations": [{"n": 1}],
    "died": {"value": "2022", "citations": [1], "alternatives": [{"value": "2023", "citations": [1]}]},
    "born": None,
    "names": [{"full": "Тестов", "citations": [1]}],
    "related": [{"id": "cas-x", "relation": "separated_from", "citations": []}],
}


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        ({}, []),
        ({"died": {"value": "2022", "citations": [], "alternatives": []}}, ["died"]),
        ({"died": {"value": "2022", "citations": [1], "alternatives": [{"citations": [2]}]}}, ["died.alternatives[0]"]),
        ({"names": [{"citations": [1]}, {"citations": []}]}, ["names[1]"]),
        ({"citations": []}, ["died", "died.alternatives[0]", "names[0]"]),
    ],
)
def test_facts_without_a_citation_are_named(change: dict[str, Any], paths: list[str]) -> None:
    assert uncited({**DOCUMENT, **change}) == paths
