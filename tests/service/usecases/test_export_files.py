"""Exports as files: as of one moment, made once, whole or not at all."""

import asyncio
import hashlib
import os
from pathlib import Path
from typing import Any, BinaryIO, cast
from unittest.mock import AsyncMock

import asyncpg
import orjson
import pytest

from service.errors import Busy, Unprocessable
from service.storage import exports
from service.storage.engine import Database
from service.usecases import export_files
from service.usecases.export_file import Made, Making
from service.usecases.export_files import Shelf
from service.usecases.export_records import wanted
from service.usecases.read_changes import read_changes
from tests.service.usecases.registry import Registry, case, casualty

ALL = wanted("casualties", "ndjson", ["*"])


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """The shelf of a data directory that isn't there yet."""
    return Shelf(tmp_path / "data")


async def taken(export: Made | Making) -> bytes:
    """All bytes of an export, as they come."""
    return b"".join([chunk async for chunk in export.chunks()])


async def file_of(shelf: Shelf, registry: Registry, *asked: Any, **more: Any) -> bytes:
    return await taken(await shelf.export(registry.db, wanted(*asked, **more)))


def left(shelf: Shelf) -> list[str]:
    return sorted(path.name for path in shelf._directory.glob("*"))


async def test_an_export_is_the_records_by_id_as_they_are_stored(registry: Registry, shelf: Shelf) -> None:
    ids = await registry.put(*(casualty(f"Тестов{n} Тест", source=f"s{n}") for n in range(5)))
    (missing,) = await registry.put(casualty("Пробин Проба", status="missing"))
    (trial,) = await registry.put(case("Тестов Тест", source="court"))
    await registry.merge(ids[0], ids[1])
    await registry.withdraw(ids[2])
    lines = (await file_of(shelf, registry, "casualties", "ndjson")).splitlines()
    rows = await registry.db.reads.fetch(
        "SELECT document FROM record WHERE id = ANY($1) ORDER BY id", [ids[0], *ids[3:]]
    )
    assert lines == [row["document"] for row in rows]
    everyone = (await file_of(shelf, registry, "casualties", "ndjson", ["*"])).splitlines()
    assert sorted(orjson.loads(line)["id"] for line in everyone) == sorted([ids[0], *ids[3:], missing])
    (line,) = (await file_of(shelf, registry, "cases", "ndjson", ["*"])).splitlines()
    assert orjson.loads(line)["id"] == trial
    redirects = await file_of(shelf, registry, "redirects", "csv")
    assert redirects == f"id,kind,merged_into,survivor\r\n{ids[1]},casualty,{ids[0]},{ids[0]}\r\n".encode()


async def test_a_redirect_leads_to_the_last_survivor(registry: Registry, shelf: Shelf) -> None:
    one, two, three = await registry.put(*(casualty(f"Тестов{n} Тест", source=f"s{n}") for n in range(3)))
    await registry.merge(two, one)
    await registry.merge(three, two)
    lines = (await file_of(shelf, registry, "redirects", "csv")).decode().splitlines()[1:]
    assert lines == sorted([f"{one},casualty,{three},{two}", f"{two},casualty,{three},{three}"])


async def test_a_file_is_made_once_for_a_moment(
    registry: Registry, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    await registry.put(casualty("Тестов Тест"))
    copy = AsyncMock(side_effect=exports.copy_records)
    monkeypatch.setattr(exports, "copy_records", copy)
    asked = await asyncio.gather(*(shelf.export(registry.db, ALL) for _ in range(10)))
    (first,) = {await export.made() for export in asked}
    assert copy.await_count == 1
    assert await shelf.export(registry.db, ALL) == first
    assert (first.count, first.size) == (1, first.path.stat().st_size)
    assert first.sha256 == hashlib.sha256(first.path.read_bytes()).hexdigest()
    assert left(shelf) == sorted([first.path.name, f"{first.path.name}.json"])
    assert orjson.loads((first.path.parent / f"{first.path.name}.json").read_bytes())["sha256"] == first.sha256
    await registry.put(casualty("Пробин Проба", source="other"))
    second = await (await shelf.export(registry.db, ALL)).made()
    assert (second.count, second.etag != first.etag) == (2, True)


async def test_the_cursor_is_that_of_the_moment(registry: Registry, shelf: Shelf) -> None:
    await registry.put(casualty("Тестов Тест"))
    export = await shelf.export(registry.db, ALL)
    (id_,) = await registry.put(casualty("Пробин Проба", source="other"))
    page = orjson.loads((await read_changes(registry.db, since=export.cursor)).body)
    assert [change["id"] for change in page["changes"]] == [id_]
    assert id_.encode() not in await taken(export)


async def slow_copy(monkeypatch: pytest.MonkeyPatch) -> tuple[asyncio.Event, asyncio.Event]:
    """Holds each COPY after its first rows: (it has come so far, it may go on)."""
    come, go = asyncio.Event(), asyncio.Event()
    copy = exports.copy_records

    async def held(conn: Any, query: Any, sink: Any) -> None:
        async def once(rows: list[bytes]) -> None:
            await sink(rows[:1])
            come.set()
            await go.wait()
            await sink(rows[1:])

        await copy(conn, query, once)

    monkeypatch.setattr(exports, "copy_records", held)
    return come, go


async def test_a_file_can_be_read_while_it_grows_by_many(
    registry: Registry, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    await registry.put(*(casualty(f"Тестов{n} Тест", source=f"s{n}") for n in range(9)))
    come, go = await slow_copy(monkeypatch)
    export = await shelf.export(registry.db, ALL)
    readers = [asyncio.create_task(taken(export)) for _ in range(3)]
    await come.wait()
    assert await anext(export.chunks()), "the first rows are there before the last"
    assert not any(reader.done() for reader in readers)
    go.set()
    files = await asyncio.gather(*readers)
    assert {*files} == {(await export.made()).path.read_bytes()}
    assert files[0].count(b"\n") == 9


async def test_who_comes_meanwhile_shares_the_next_one(
    registry: Registry, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    await registry.put(casualty("Тестов Тест"))
    come, go = await slow_copy(monkeypatch)
    first = await shelf.export(registry.db, ALL)
    await come.wait()
    await registry.put(casualty("Пробин Проба", source="other"))
    later = [asyncio.create_task(shelf.export(registry.db, ALL)) for _ in range(5)]
    await asyncio.sleep(0)
    go.set()
    found = await asyncio.gather(*later)
    assert {one.etag for one in found} == {found[0].etag}
    assert found[0].etag != first.etag
    assert (await taken(found[0])).count(b"\n") == 2


async def test_an_export_that_fails_tells_every_reader_and_leaves_nothing(
    registry: Registry, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    await registry.put(*(casualty(f"Тестов{n} Тест", source=f"s{n}") for n in range(9)))
    come, _ = await slow_copy(monkeypatch)
    export = await shelf.export(registry.db, ALL)
    reader = asyncio.create_task(taken(export))
    await come.wait()
    (pid,) = await registry.db.reads.fetchrow(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND query LIKE 'COPY%'"
    )
    assert pid
    _.set()
    with pytest.raises(Busy):
        await reader
    with pytest.raises(Busy):
        await export.made()
    assert left(shelf) == []
    monkeypatch.undo()
    assert (await taken(await shelf.export(registry.db, ALL))).count(b"\n") == 9


async def test_a_connection_cut_where_copy_takes_it_for_the_end_is_told_as_such(
    registry: Registry, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    await registry.put(casualty("Тестов Тест"))
    cut = asyncpg.InternalClientError("another operation is in progress")
    monkeypatch.setattr("asyncpg.transaction.Transaction.commit", AsyncMock(side_effect=cut))
    with pytest.raises(Busy):
        await taken(await shelf.export(registry.db, ALL))
    assert left(shelf) == []


def full_disk(descriptor: int, mode: str) -> BinaryIO:
    """A file on which nothing can be written."""
    os.close(descriptor)
    return cast(BinaryIO, Path("/dev/full").open(mode))


async def test_a_full_disk_is_told_as_such(registry: Registry, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    await registry.put(casualty("Тестов Тест"))
    monkeypatch.setattr(os, "fdopen", full_disk)
    with pytest.raises(Busy, match="No space left"):
        await taken(await shelf.export(registry.db, ALL))
    assert left(shelf) == []


async def test_stopping_gives_up_what_is_being_made(
    registry: Registry, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    await registry.put(casualty("Тестов Тест"))
    come, _ = await slow_copy(monkeypatch)
    export = await shelf.export(registry.db, ALL)
    await come.wait()
    await shelf.close()
    with pytest.raises(Busy, match="stopped"):
        await taken(export)
    assert left(shelf) == []


async def test_a_file_that_was_cut_or_that_nothing_is_told_of_is_made_anew(registry: Registry, shelf: Shelf) -> None:
    await registry.put(casualty("Тестов Тест"))
    made = await (await shelf.export(registry.db, ALL)).made()
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[:-1])
    assert await taken(await shelf.export(registry.db, ALL)) == whole
    (made.path.parent / f"{made.path.name}.json").write_text("{")
    assert await taken(await shelf.export(registry.db, ALL)) == whole


async def test_old_files_and_abandoned_drafts_are_removed_and_the_last_of_each_is_kept(
    registry: Registry, shelf: Shelf
) -> None:
    other = await (await shelf.export(registry.db, wanted("cases", "csv"))).made()
    draft = other.path.parent / f"{export_files._DRAFT}abandoned"
    draft.write_text("short")
    for path in (draft, other.path):
        os.utime(path, (0, 0))
    tags = []
    for n in range(4):
        await registry.put(casualty(f"Тестов{n} Тест", source=f"s{n}"))
        tags.append((await (await shelf.export(registry.db, ALL)).made()).etag.strip('"'))
    kept = [*tags[-2:], other.path.name]
    assert left(shelf) == sorted([*kept, *(f"{name}.json" for name in kept)])


async def test_what_is_hidden_elsewhere_is_forgotten_here(registry: Registry, shelf: Shelf, tmp_path: Path) -> None:
    ids = await registry.put(*(casualty(f"Тестов{n} Тест", source=f"s{n}") for n in range(3)))
    here, there = shelf, Shelf(tmp_path / "another host")
    await here.forget_hidden(registry.db)
    for hide in (registry.withdraw, registry.redact):
        for one in (here, there):
            await (await one.export(registry.db, ALL)).made()
        await hide(ids.pop())
        after = await (await there.export(registry.db, ALL)).made()
        for one in (here, there):
            await one.forget_hidden(registry.db)
        assert left(here) == []
        assert left(there) == [after.path.name, f"{after.path.name}.json"]


async def test_files_are_tended_until_the_end(
    registry: Registry, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_files, "_LOOK_EVERY", 0)
    (record,) = await registry.put(casualty("Тестов Тест"))
    made = await (await shelf.export(registry.db, ALL)).made()
    looked, look = asyncio.Event(), shelf.forget_hidden

    async def looking(db: Database) -> None:
        await look(db)
        looked.set()
        raise Busy

    monkeypatch.setattr(shelf, "forget_hidden", looking)
    shelf.tend(registry.db)
    await looked.wait()
    assert made.path in shelf._directory.iterdir()
    await registry.withdraw(record)
    while left(shelf):
        looked.clear()
        await asyncio.wait_for(looked.wait(), 30)
    await shelf.close()


async def test_the_one_asked_for_is_found_while_it_is_kept(registry: Registry, shelf: Shelf) -> None:
    assert await shelf.kept(registry.db, ALL) is None
    made = []
    for n in range(2):
        await registry.put(casualty(f"Тестов{n} Тест", source=f"s{n}"))
        made.append(await (await shelf.export(registry.db, ALL)).made())
    assert await shelf.kept(registry.db, ALL) == made[1]
    assert [await shelf.kept(registry.db, ALL, one.etag) for one in made] == made
    assert await shelf.kept(registry.db, ALL, '"another"') is None
    assert await shelf.kept(registry.db, wanted("casualties", "csv", ["*"])) is None


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        (("casualties", "ndjson", ["odd"], False), "/query/status"),
        (("cases", "ndjson", ["killed"], False), "/query/status"),
        (("casualties", "ndjson", [], True), "/query/bom"),
    ],
)
def test_what_cannot_be_exported(asked: tuple[Any, ...], pointer: str) -> None:
    what, format, status, bom = asked
    with pytest.raises(Unprocessable) as refused:
        wanted(what, format, status, bom=bom)
    assert [error.pointer for error in refused.value.errors] == [pointer]


def test_the_same_statuses_are_one_export() -> None:
    assert wanted("casualties", "csv", ["killed,missing"]) == wanted("casualties", "csv", ["missing", "killed"])
    assert wanted("casualties", "csv", ["killed", "*"]) == wanted("casualties", "csv", ["*"])
    assert wanted("casualties", "csv") == wanted("casualties", "csv", ["killed", "died_other", "died_of_wounds"])
    assert wanted("casualties", "csv", bom=True).stem != wanted("casualties", "csv").stem
