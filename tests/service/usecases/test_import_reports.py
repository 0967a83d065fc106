"""Imports: stored, then placed; good rows stand, bad ones are named, and nothing is done twice."""

import contextlib
import csv
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import asyncpg
import pytest
from sqlalchemy import text

from service.errors import Busy, Unprocessable
from service.readers.errors import UnreadableFile, WrongMapping
from service.storage import reports as stored
from service.storage.engine import Database
from service.storage.transaction import Tx
from service.usecases import import_reports
from service.usecases.actor import Actor, scopes_up_to
from service.usecases.import_reports import Imported, import_file
from service.usecases.import_rows import Rejected
from service.usecases.place_stored import count_waiting, place_stored
from service.usecases.retract_report import retract_document
from service.usecases.verify import verify
from tests.service.usecases.registry import MAINTAINER, PARTNER, Registry, case, casualty

IMPORTER = Actor("import", "test-partner", scopes_up_to("submit"))
EXAMPLES = Path(__file__).parents[3] / "examples"


def write(path: Path, reports: Sequence[Mapping[str, Any] | str]) -> Path:
    lines = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in reports]
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def people(count: int, **facts: Any) -> list[dict[str, Any]]:
    return [
        casualty(f"Тестов{'абвгде'[n % 6] * (n // 6 + 1)} Тест", external_id=f"t-{n}", **facts) for n in range(count)
    ]


def beside(path: Path) -> list[Path]:
    """What was written beside a file."""
    return list(path.parent.glob(f"*{path.stem}.*rejected*")) + list(path.parent.glob("*.part"))


async def import_(db: Database, path: Path, mapping: Path | None = None, **more: Any) -> Imported:
    return await import_file(db, path=path, mapping=mapping, actor=IMPORTER, **more)


async def shown(registry: Registry) -> list[tuple[Any, ...]]:
    """All that a reader sees, apart from ids and times."""
    rows = await registry.db.reads.fetch("SELECT document FROM record WHERE state = 'published'")
    documents = [json.loads(row["document"]) for row in rows]
    return sorted((d["display_name"], len(d["citations"]), d["version"]) for d in documents)


async def test_what_was_imported_is_what_would_have_been_submitted(registry: Registry, tmp_path: Path) -> None:
    reports = [*people(4), casualty("Тестова Теста", born="1990-01-02"), case("Примеров Пётр", "Тестов Олег")]
    done = await import_(registry.db, write(tmp_path / "list.ndjson", reports), batch=2)
    assert (done.created, done.rows, done.rejected_path) == (6, 6, None)
    assert await count_waiting(registry.db) == 6
    assert await shown(registry) == []
    assert await place_stored(registry.db, batch=4) == 6
    assert await count_waiting(registry.db) == 0
    imported = await shown(registry)
    assert len(imported) == 6
    results = await registry.submit(*reports)
    assert {result["outcome"] for result in results} == {"unchanged"}
    assert all(result["record_id"] for result in results)
    assert await shown(registry) == imported
    assert (await verify(registry.db)).faults == {}


async def test_the_same_file_again_is_unchanged(registry: Registry, tmp_path: Path) -> None:
    path = write(tmp_path / "list.ndjson", people(5))
    await import_(registry.db, path)
    again = await import_(registry.db, path)
    await place_stored(registry.db)
    after = await import_(registry.db, path)
    assert (again.unchanged, again.rows) == (after.unchanged, after.rows) == (5, 5)
    assert len(await registry.changes()) == 5


async def test_new_content_supersedes_and_lies_in_the_same_record(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "list.ndjson"
    (record,) = await registry.put(people(1)[0])
    done = await import_(registry.db, write(path, people(2, rank="Private")))
    assert (done.superseded, done.created) == (1, 1)
    assert (await registry.read(record))["rank"]["value"] == "private", (
        "placed at once, as its record shows the old one"
    )
    assert await count_waiting(registry.db) == 1
    await place_stored(registry.db)
    assert (await verify(registry.db)).faults == {}


async def test_a_file_may_correct_itself(registry: Registry, tmp_path: Path) -> None:
    """An id that comes several times, within a batch and across batches, ends as one live report."""
    reports = [people(1, rank=rank)[0] for rank in ("Private", "Sergeant", "Major", "Colonel", "Colonel")]
    done = await import_(registry.db, write(tmp_path / "list.ndjson", reports), batch=2)
    assert (done.created, done.superseded, done.unchanged) == (1, 3, 1)
    assert await place_stored(registry.db) == 1
    ((name, citations, version),) = await shown(registry)
    assert (citations, version) == (1, 1), name
    assert await registry.db.reads.fetchval("SELECT count(*) FROM report WHERE base IS NULL") == 0
    assert (await verify(registry.db)).faults == {}


async def test_a_superseded_report_that_waited_is_followed_by_a_submitted_one(
    registry: Registry, tmp_path: Path
) -> None:
    await import_(registry.db, write(tmp_path / "list.ndjson", people(1)))
    (result,) = await registry.submit(people(1, rank="Private")[0])
    assert result["outcome"] == "superseded"
    assert await place_stored(registry.db) == 0
    assert len(await shown(registry)) == 1
    assert (await verify(registry.db)).faults == {}


async def test_bad_rows_go_beside_the_file_and_good_ones_stand(registry: Registry, tmp_path: Path) -> None:
    good = people(3)
    bad_date = casualty("Тестов Т.", external_id="t-9", died="2022-13")
    path = write(tmp_path / "list.ndjson", [good[0], "{broken", bad_date, good[1], {**good[2], "sorce": "x"}])
    told: list[Rejected] = []
    done = await import_(registry.db, path, on_rejected=told.append)
    assert (done.created, done.rejected) == (2, 3)
    assert [(one.row.line, one.field) for one in told] == [(2, None), (3, "/casualty/died"), (5, "/sorce")]
    assert "2022-13" in told[1].reason
    assert done.rejected_path == tmp_path / "list.rejected.ndjson"
    rejected = [json.loads(line) for line in done.rejected_path.read_text().splitlines()]
    assert [one["rejected"]["line"] for one in rejected] == [2, 3, 5]
    assert rejected[1]["row"] == bad_date

    path = write(tmp_path / "list.rejected.ndjson", [{**bad_date, "casualty": good[0]["casualty"]}])
    assert (await import_(registry.db, path)).created == 1


async def test_a_sheet_names_the_column(registry: Registry, tmp_path: Path) -> None:
    mapping = EXAMPLES / "mappings" / "casualties.toml"
    sheet = (EXAMPLES / "sheets" / "casualties.csv").read_text(encoding="utf-8-sig")
    path = tmp_path / "sheet.csv"
    path.write_text(sheet.replace("https://example.org/t-2", "ftp://example.org").replace("16.11.2022", "31.11.2022"))
    told: list[Rejected] = []
    done = await import_(registry.db, path, mapping, on_rejected=told.append)
    assert {one.field for one in told} == {"Ссылка", "Дата гибели"}
    assert done.created > 0
    assert done.rejected_path == tmp_path / "sheet.rejected.csv"
    with done.rejected_path.open(encoding="utf-8-sig", newline="") as file:
        assert [row["rejected_field"] for row in csv.DictReader(file)] == [one.field for one in told]


@pytest.mark.parametrize("sheet", sorted((EXAMPLES / "sheets").iterdir()), ids=lambda path: path.name)
async def test_every_example_sheet_is_imported_whole(registry: Registry, tmp_path: Path, sheet: Path) -> None:
    path = Path(shutil.copy(sheet, tmp_path))
    done = await import_(registry.db, path, EXAMPLES / "mappings" / f"{sheet.stem}.toml")
    assert done.rejected == 0
    assert await place_stored(registry.db) == done.created > 0
    assert (await verify(registry.db)).faults == {}


async def test_a_dry_run_changes_nothing(registry: Registry, tmp_path: Path) -> None:
    await registry.put(people(2)[0])
    before = await registry.changes()
    path = write(tmp_path / "list.ndjson", [*people(2), people(2, rank="Private")[0], "broken"])
    done = await import_(registry.db, path, dry_run=True)
    assert (done.unchanged, done.created, done.superseded, done.rejected) == (1, 1, 1, 1)
    assert await registry.changes() == before
    assert await count_waiting(registry.db) == 0
    assert not beside(path)


async def test_an_interrupted_import_goes_on_where_it_stopped(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports: list[Mapping[str, Any] | str] = [*people(7)]
    reports[1], reports[5] = "broken", "broken too"
    path = write(tmp_path / "list.ndjson", reports)
    store, batches = import_reports._store, 0

    async def lose_the_database(*arguments: Any) -> Any:
        nonlocal batches
        batches += 1
        if batches == 3:
            raise Busy("The registry's database can't be reached.")
        return await store(*arguments)

    monkeypatch.setattr(import_reports, "_store", lose_the_database)
    with pytest.raises(Busy):
        await import_(registry.db, path, batch=2)
    monkeypatch.undo()
    assert not (tmp_path / "list.rejected.ndjson").exists()
    done = await import_(registry.db, path, batch=2)
    assert (done.resumed_after, done.created, done.unchanged, done.rejected) == (4, 2, 0, 2)
    rejected = (tmp_path / "list.rejected.ndjson").read_text().splitlines()
    assert [json.loads(line)["rejected"]["line"] for line in rejected] == [2, 6]
    assert await place_stored(registry.db) == 5
    assert (await import_(registry.db, path)).unchanged == 5


async def test_a_database_that_goes_away_leaves_whole_batches(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server ends the connection in the middle of the second batch."""
    path = write(tmp_path / "list.ndjson", people(30))
    insert, batches = stored.insert, 0

    async def insert_and_lose(tx: Tx, rows: Any) -> None:
        nonlocal batches
        batches += 1
        await insert(tx, rows)
        if batches == 2:
            await end_others(registry.db.address)
            await tx.rows(text("SELECT 1"))

    monkeypatch.setattr(stored, "insert", insert_and_lose)
    with pytest.raises(Busy, match="database"):
        await import_(registry.db, path, batch=10)
    monkeypatch.undo()
    assert await stored_reports(registry.db.reads) == 10
    done = await import_(registry.db, path, batch=10)
    assert (done.resumed_after, done.created) == (10, 20)
    assert await place_stored(registry.db) == 30


async def stored_reports(pool: asyncpg.Pool) -> int:
    """How many reports are stored, asked once the pool has noticed which of its connections were ended."""
    for _ in range(pool.get_max_size()):
        with contextlib.suppress(asyncpg.PostgresConnectionError):
            return cast(int, await pool.fetchval("SELECT count(*) FROM report"))
    raise AssertionError("no connection of the pool came back")


async def end_others(address: str) -> None:
    """End every other connection to the database, as a server that is stopped does."""
    connection = await asyncpg.connect(address)
    try:
        await connection.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    finally:
        await connection.close()


async def test_placing_stops_between_batches_when_told(registry: Registry, tmp_path: Path) -> None:
    await import_(registry.db, write(tmp_path / "list.ndjson", people(6)))
    answers = iter((False, False, True))
    assert await place_stored(registry.db, batch=2, stopped=lambda: next(answers)) == 4
    assert await count_waiting(registry.db) == 2
    assert await place_stored(registry.db) == 2


async def test_retracted_reports_do_not_wait(registry: Registry, tmp_path: Path) -> None:
    await import_(registry.db, write(tmp_path / "list.ndjson", people(1)))
    async with registry.db.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE report SET retracted_at = now()")
    assert await count_waiting(registry.db) == 0


async def test_partners_have_ids_of_their_own(registry: Registry, tmp_path: Path) -> None:
    path = write(tmp_path / "list.ndjson", people(1))
    other = Actor("import", "other-partner", scopes_up_to("submit"))
    assert (await import_(registry.db, path)).created == 1
    assert (await import_file(registry.db, path=path, mapping=None, actor=other)).created == 1
    assert PARTNER.partner == IMPORTER.partner


@pytest.mark.parametrize("partner", ["poimenno", "registry"])
async def test_the_registry_itself_is_no_partner(registry: Registry, tmp_path: Path, partner: str) -> None:
    actor = Actor("import", partner, scopes_up_to("submit"))
    with pytest.raises(Unprocessable, match=partner):
        await import_file(registry.db, path=tmp_path / "list.ndjson", mapping=None, actor=actor)


async def test_files_that_can_not_be_read_are_told(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"nowhere\.ndjson"):
        await import_(registry.db, tmp_path / "nowhere.ndjson")
    (tmp_path / "sheet.csv").write_text("ФИО\nТестов\n")
    with pytest.raises(WrongMapping, match="mapping"):
        await import_(registry.db, tmp_path / "sheet.csv")


@pytest.mark.parametrize("dry_run", [True, False])
async def test_rows_that_are_taken_with_a_doubt_are_named(registry: Registry, tmp_path: Path, dry_run: bool) -> None:
    rows = [*people(2), "{broken", casualty("Сомнений Пётр", born="1990", died="1985")]
    told: list[tuple[int, Sequence[str]]] = []
    path = write(tmp_path / "list.ndjson", rows)
    done = await import_(registry.db, path, dry_run=dry_run, on_warned=lambda *one: told.append(one))
    assert [(line, list(doubts)) for line, doubts in told] == [(4, ["died: lies before born"])]
    assert (done.created, done.rejected, done.warned) == (3, 1, 1)


@pytest.mark.parametrize("dry_run", [True, False])
async def test_rows_that_cite_a_retracted_document_are_named(registry: Registry, tmp_path: Path, dry_run: bool) -> None:
    (record,) = await registry.put(casualty("Первый Тест"))
    (cited,) = (await registry.read(record))["citations"]
    await retract_document(registry.db, document_id=cited["document_id"], actor=MAINTAINER, reason=None)
    told: list[tuple[int, Sequence[str]]] = []
    path = write(tmp_path / "list.ndjson", [casualty("Второй Тест", source="other"), casualty("Третий Тест")])
    await import_(registry.db, path, dry_run=dry_run, on_warned=lambda *one: told.append(one))
    ((line, (doubt,)),) = told
    assert (line, doubt.partition(";")[0]) == (2, "document: is retracted")


async def test_rows_that_cite_the_registry_itself_are_rejected(registry: Registry, tmp_path: Path) -> None:
    told: list[Rejected] = []
    path = write(tmp_path / "list.ndjson", [casualty("Тестов Тест", source="poimenno"), casualty("Второй Тест")])
    done = await import_(registry.db, path, on_rejected=told.append)
    assert (done.created, [(one.row.line, one.field) for one in told]) == (1, [(1, "/document/source")])
