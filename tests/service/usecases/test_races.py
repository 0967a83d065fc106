"""Many at once, on committed data: nothing twice, nothing half-written, the change log in the order of commits."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from service.errors import Busy, Conflict, IdempotencyInFlight, IdempotencyMismatch, PoimennoError, Replay
from service.settings import Settings
from service.storage import changes, reports
from service.storage.changes import Change
from service.storage.engine import Database, open_database, writing_engine
from service.storage.transaction import IDENTITY_LOCK, Tx, writing
from service.usecases.decide_suggestion import claim, decide, list_suggestions, release, undo_decision
from service.usecases.idempotency import Idempotency, once
from service.usecases.submit_reports import submit_reports
from service.usecases.verify import verify
from tests.service.usecases.registry import MAINTAINER, PARTNER, Registry, casualty

NAME = "Тестов Пример Образцович"
SURE: dict[str, Any] = {"born": "1990-05-17", "home": {"region": "RU-BA", "place": "Мелеуз"}}
Opener = Callable[..., Awaitable[Registry]]


@pytest.fixture
async def another(fresh_address: str, tmp_path: Path) -> AsyncIterator[Opener]:
    """Opens the test's database once more, as another process would."""
    async with AsyncExitStack() as stack:

        async def opener(**settings: Any) -> Registry:
            given = Settings(database_url=fresh_address, data_dir=tmp_path, **settings)
            return Registry(await stack.enter_async_context(open_database(given)))

        yield opener


async def outcomes(*tasks: Awaitable[Any]) -> list[Any]:
    """What each gave, or the error of ours that it ended with."""
    done = await asyncio.gather(*tasks, return_exceptions=True)
    for one in done:
        if isinstance(one, BaseException) and not isinstance(one, PoimennoError | Replay):
            raise one
    return done


async def seqs(registry: Registry) -> list[int]:
    return [change[0] for change in await registry.changes()]


async def test_one_batch_sent_ten_times_at_once_is_one_set_of_reports(registry: Registry, another: Opener) -> None:
    other = await another()
    batch = [casualty(f"Тестов Тест Образцович{n}", source=f"s{n}", external_id=str(n) if n % 2 else None)
             for n in range(6)]  # fmt: skip
    batch += [casualty(NAME, source="a", **SURE), casualty(NAME, source="b", **SURE)]
    answers = await asyncio.gather(*((registry, other)[n % 2].submit(*batch) for n in range(10)))
    assert len({tuple(one["report_id"] for one in answer) for answer in answers}) == 1
    assert len({tuple(one["record_id"] for one in answer) for answer in answers}) == 1
    assert sum(one["outcome"] != "unchanged" for answer in answers for one in answer) == len(batch)
    assert await registry.db.reads.fetchval("SELECT count(*) FROM report") == len(batch)
    assert await registry.db.reads.fetchval("SELECT count(*) FROM document") == 8
    assert await seqs(registry) == list(range(1, await registry.db.reads.fetchval("SELECT count(*) FROM record") + 1))


async def test_one_person_reported_by_many_at_once_has_one_record(registry: Registry, another: Opener) -> None:
    other = await another()
    placed = await asyncio.gather(
        *((registry, other)[n % 2].put(casualty(NAME, source=f"s{n}", **SURE)) for n in range(8))
    )
    assert len({ids[0] for ids in placed}) == 1
    document = await registry.read(placed[0][0])
    assert (document["version"], document["evidence"]["independent_sources"]) == (8, 8)


async def test_opposite_decisions_at_once_leave_one_standing(registry: Registry, another: Opener) -> None:
    other = await another()
    await registry.put(casualty(NAME))
    (result,) = await registry.submit(casualty(NAME, source="other"))
    (suggestion,) = result["suggestions"]
    done = await outcomes(
        *(decide(db, id=suggestion, decision=decision, reason=None, versions=None, actor=MAINTAINER)
          for db, decision in ((registry.db, "same"), (other.db, "different"), (other.db, "same")))
    )  # fmt: skip
    assert sum(isinstance(one, Conflict) for one in done) == 2
    standing = await registry.db.reads.fetch("SELECT verdict FROM judgement WHERE undone_at IS NULL")
    assert [row["verdict"] for row in standing] == [one["decision"] for one in done if isinstance(one, dict)]


async def test_claiming_deciding_and_correcting_at_once_leaves_a_true_queue(
    registry: Registry, another: Opener
) -> None:
    other = await another()
    results = await registry.submit(*(casualty(NAME, source=f"s{n}") for n in range(5)))
    pairs = [suggestion for result in results for suggestion in result["suggestions"]]

    async def undo(db: Database, pair: str) -> None:
        await decide(db, id=pair, decision="different", reason=None, versions=None, actor=MAINTAINER)
        await undo_decision(db, id=pair, actor=MAINTAINER)

    claims = [claim((registry, other)[n % 2].db, count=3, actor=replace(MAINTAINER, account=f"reviewer-{n}"))
              for n in range(4)]  # fmt: skip
    await outcomes(
        *claims, *(undo((registry, other)[n % 2].db, pair) for n, pair in enumerate(pairs)),
        *((registry, other)[n % 2].correct(result["record_id"], SURE) for n, result in enumerate(results)),
        release(other.db, ids=None, actor=replace(MAINTAINER, account="reviewer-1")),
    )  # fmt: skip
    listed = (await list_suggestions(registry.db, limit=100))["items"]
    assert sorted(item["id"] for item in listed) == sorted(pairs)
    assert len({item["score"] for item in listed}) == 1, "all records say the same"
    assert (await verify(registry.db)).faults == {}


async def test_withdrawing_and_deciding_at_once_never_joins_what_is_withdrawn(
    registry: Registry, another: Opener
) -> None:
    other = await another()
    (a,) = await registry.put(casualty(NAME))
    (result,) = await registry.submit(casualty(NAME, source="other"))
    done = await outcomes(
        registry.withdraw(a),
        decide(other.db, id=result["suggestions"][0], decision="same", reason=None, versions=None, actor=MAINTAINER),
    )
    refused = isinstance(done[1], Conflict)
    gone = [await registry.gone(id_) for id_ in ((a, result["record_id"]) if refused else (a,))]
    assert gone == ([True, False] if refused else [True])


async def test_merging_undoing_and_reporting_at_once_ends_in_one_order(registry: Registry, another: Opener) -> None:
    other = await another()
    a, b = await registry.put(casualty(NAME, **SURE), casualty("Примеров Тест", source="b"))
    merge_id = await registry.merge(a, b)
    done = await outcomes(
        registry.undo_merge(merge_id),
        other.undo_merge(merge_id),
        registry.put(casualty(NAME, source="c", **SURE)),
        other.put(casualty(NAME, source="d", **SURE)),
    )
    assert sum(isinstance(one, Conflict) for one in done) == 1
    assert (await registry.read(a))["evidence"]["independent_sources"] == 3
    assert (await registry.read(b))["evidence"]["independent_sources"] == 1
    rounds = await outcomes(*((registry, other)[n % 2].merge(*((a, b) if n % 3 else (b, a))) for n in range(6)))
    assert sum(isinstance(one, str) for one in rounds) == 1
    assert await seqs(registry) == list(range(1, len(await seqs(registry)) + 1))


async def test_the_change_log_is_in_the_order_of_commits_without_gaps(registry: Registry, another: Opener) -> None:
    """A reader that polls while slow transactions run among fast ones never finds anything behind its cursor."""
    other = await another()
    (a,) = await registry.put(casualty("Тестов Тест"))
    seen: list[int] = []
    running = True

    async def read() -> None:
        while running:
            rows = await other.db.reads.fetch(
                "SELECT seq FROM change WHERE seq > $1 ORDER BY seq", max(seen, default=0)
            )
            seen.extend(row["seq"] for row in rows)
            await asyncio.sleep(0)

    async def write(db: Database, slow: float, fails: bool) -> None:
        with contextlib.suppress(ZeroDivisionError):
            async with writing(db.engine) as tx:
                await changes.append(tx, [Change("updated", a, "casualty", 1)] * 2)
                await asyncio.sleep(slow)
                assert not fails or 1 / 0

    reader = asyncio.create_task(read())
    await asyncio.gather(
        *(write((registry, other)[n % 2].db, 0.02 if n % 3 == 0 else 0, n % 5 == 0) for n in range(20))
    )
    running = False
    await reader
    everything = await seqs(registry)
    assert everything == list(range(1, 1 + 2 * 16 + 1))
    assert seen == everything[: len(seen)]


async def test_times_in_the_log_never_run_backwards(registry: Registry) -> None:
    await registry.put(casualty("Тестов Тест"))
    async with writing(registry.db.engine) as tx:
        await tx.execute(text("UPDATE clock SET at = at + interval '1 hour'"))
    await registry.put(casualty("Примеров Пример"))
    times = [row["at"] for row in await registry.db.reads.fetch("SELECT at FROM change ORDER BY seq")]
    assert times == sorted(times)
    assert (times[1] - times[0]).total_seconds() > 3600


def keyed(body: bytes = b"body", key: str = "one") -> Idempotency:
    return Idempotency("key-partner", key, "POST", "/v1/reports", body)


async def test_a_keyed_request_is_carried_out_once(registry: Registry) -> None:
    async def send(of: Idempotency, name: str = "Тестов Тест") -> dict[str, Any]:
        return await submit_reports(registry.db, reports=[casualty(name)], actor=PARTNER, idempotency=of)

    first = await send(keyed())
    with pytest.raises(Replay) as replay:
        await send(keyed(), "Примеров Пример")
    assert replay.value.body == first
    with pytest.raises(IdempotencyMismatch):
        await send(keyed(b"other"))
    assert (await send(keyed(key="two")))["results"][0]["outcome"] == "unchanged"
    assert len(await registry.changes()) == 1


async def test_a_keyed_request_that_failed_may_be_sent_again(registry: Registry) -> None:
    async def fails(tx: Tx) -> dict[str, Any]:
        raise Conflict

    async def works(tx: Tx) -> dict[str, Any]:
        return {"done": True}

    with pytest.raises(Conflict):
        await once(registry.db, keyed(), fails)
    assert await once(registry.db, keyed(), works) == {"done": True}


async def test_an_answer_is_forgotten_after_a_day(registry: Registry) -> None:
    async def works(tx: Tx) -> dict[str, Any]:
        return {"at": tx.at.isoformat()}

    first = await once(registry.db, keyed(), works)
    async with writing(registry.db.engine) as tx:
        await tx.execute(text("UPDATE idempotency SET at = at - interval '25 hours'"))
    assert await once(registry.db, keyed(), works) != first


async def test_while_the_first_runs_the_same_key_is_refused_at_once(registry: Registry, another: Opener) -> None:
    other = await another()
    running, finish = asyncio.Event(), asyncio.Event()

    async def slow(tx: Tx) -> dict[str, Any]:
        running.set()
        await finish.wait()
        return {"done": True}

    first = asyncio.create_task(once(registry.db, keyed(), slow))
    await running.wait()
    with pytest.raises(IdempotencyInFlight):
        await asyncio.wait_for(once(other.db, keyed(), slow), 5)
    finish.set()
    assert await first == {"done": True}
    with pytest.raises(Replay):
        await once(other.db, keyed(), slow)


async def test_who_waits_too_long_for_their_turn_is_told_busy(registry: Registry, another: Opener) -> None:
    hasty = await another(lock_timeout=0.1)
    async with writing(registry.db.engine):
        with pytest.raises(Busy):
            await hasty.submit(casualty("Тестов Тест"))
    assert await hasty.put(casualty("Тестов Тест"))


async def test_who_finds_no_free_connection_is_told_busy(another: Opener) -> None:
    narrow = await another(lock_timeout=0.1, write_connections=1)
    async with writing(narrow.db.engine, identity=False):
        with pytest.raises(Busy):
            await narrow.submit(casualty("Тестов Тест"))
    assert await narrow.put(casualty("Тестов Тест"))


@pytest.mark.parametrize("step", ["insert", "heads", "assign"])
async def test_a_database_that_goes_away_in_the_middle_leaves_nothing_half_written(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    original = getattr(reports, step)

    async def killed(tx: Tx, *arguments: Any) -> Any:
        done = await original(tx, *arguments)
        pid = await tx.scalar(text("SELECT pg_backend_pid()"))
        killer = await asyncpg.connect(registry.db.address)
        await killer.execute("SELECT pg_terminate_backend($1)", pid)
        await killer.close()
        return done

    batch = [casualty(f"Тестов Тест Образцович{n}", source=f"s{n}") for n in range(3)]
    batch.append({**casualty("x"), "kind": "case", "case": {"defendants": [{"names": [{"full": "Тестов Тест"}]}]}})
    del batch[-1]["casualty"]
    with monkeypatch.context() as patched:
        patched.setattr(reports, step, killed)
        with pytest.raises(Busy):
            await registry.submit(*batch)
    for table in ("report", "record", "document", "change", "candidate"):
        assert await registry.db.reads.fetchval(f"SELECT count(*) FROM {table}") == 0
    assert [one["outcome"] for one in await registry.submit(*batch)] == ["created"] * 4


async def test_a_database_that_can_not_be_reached_is_busy(registry: Registry, tmp_path: Path) -> None:
    away = writing_engine(f"postgresql://nobody@/nothing?host={tmp_path}", registry.db.settings)
    with pytest.raises(Busy):
        await Registry(replace(registry.db, engine=away)).submit(casualty("Тестов Тест"))
    await away.dispose()


async def kill_within(db: Database, killer: Database) -> None:
    """A transaction whose backend is killed."""
    async with writing(db.engine) as tx:
        pid = await tx.scalar(text("SELECT pg_backend_pid()"))
        await killer.reads.fetchval("SELECT pg_terminate_backend($1)", pid)
        await tx.scalar(text("SELECT 1"))


async def test_a_writer_that_was_killed_holds_nobody_up(registry: Registry, another: Opener) -> None:
    other = await another()
    with pytest.raises(Busy):
        await kill_within(registry.db, other.db)
    assert await asyncio.wait_for(other.put(casualty("Тестов Тест")), 10)
    held = (
        "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
        "WHERE l.locktype = 'advisory' AND l.objid = $1 AND d.datname = current_database()"
    )
    assert await other.db.reads.fetchval(held, IDENTITY_LOCK) == 0
