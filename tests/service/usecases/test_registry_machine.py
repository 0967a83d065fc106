"""Whatever is done to a registry in whatever order, its invariants hold after every step."""

import asyncio
import os
import random
from collections.abc import Awaitable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from service.errors import Conflict, Gone, MergedAway, NotFound, Unprocessable
from service.settings import Settings
from service.storage.engine import Database, open_database
from service.usecases import ids
from service.usecases.decide_suggestion import decide, undo_decision
from service.usecases.retract_report import retract_document, retract_report, unretract_document, unretract_report
from service.usecases.verify import verify
from tests.service.usecases.registry import MAINTAINER, Registry, case, casualty

FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"
EXAMPLES, STEPS = (400, 50) if FULL else (12, 20)
# Making a failure small takes minutes, which whoever looks into it spends with the full profile.
PHASES = tuple(Phase) if FULL else (Phase.explicit, Phase.generate)
EMPTY = """
    TRUNCATE record, report, document, source, candidate, assignment, judgement, judgement_report, merge, split,
             suggestion, redaction, record_version, change, link, idempotency CASCADE;
    UPDATE clock SET seq = 0
"""
PEOPLE = ("Тестов Пример Образцович", "Примеров Тест Тестович", "Образцов Проба Примерович")
SURE = {"born": "1990-05-17", "home": {"region": "RU-BA", "place": "Мелеуз"}}
RANKS = (None, "рядовой", "сержант")
COURT = {"court": {"name": "Владимирский гарнизонный военный суд"}}
FORBIDDEN = (Conflict, Gone, MergedAway, NotFound, Unprocessable)
"""What the registry may answer to a change that its present state does not allow."""

numbers = st.integers(0, 10**6)
people = st.sampled_from(PEOPLE)
sources = st.sampled_from(("a", "b", "c"))
external = st.sampled_from((None, "1", "2", "3"))
soldiers = st.builds(
    lambda name, source, id_, sure, rank: casualty(name, source=source, external_id=id_, rank=rank, **(sure or {})),
    people, sources, external, st.sampled_from((None, SURE)), st.sampled_from(RANKS),
)  # fmt: skip
cases = st.builds(
    lambda names, source, id_, number: case(*names, source=source, external_id=id_, case_numbers=[number], **COURT),
    st.lists(people, min_size=1, max_size=3, unique=True), sources, external, st.sampled_from(("1-1/2023", "1-2/2023")),
)  # fmt: skip


class RegistryMachine(RuleBasedStateMachine):
    """A registry to which anything is done that a partner or a maintainer may do."""

    def __init__(self, runner: asyncio.Runner, db: Database) -> None:
        super().__init__()
        self.runner, self.db = runner, db
        self.registry = Registry(db)
        self.labels: dict[tuple[str, str], str] = {}
        ids.secrets = SimpleNamespace(randbits=random.Random(0).getrandbits)  # type: ignore[attr-defined]
        self.do(self._empty())

    def do(self, work: Awaitable[Any]) -> Any:
        """Wait for what the registry does; None where it refuses."""
        try:
            return self.runner.run(_awaited(work))
        except FORBIDDEN:
            return None

    def some(self, query: str, number: int, among: str = "") -> Any:
        """One row of a table, the same for the same number and registry; None when there is none."""
        rows = self.do(self.db.reads.fetch(f"{query} {among} ORDER BY 1"))
        return rows[number % len(rows)] if rows else None

    def record(self, number: int, state: str = "published") -> str:
        row = self.some("SELECT id FROM record", number, f"WHERE state = '{state}'")
        return row["id"] if row else "cas-0000000000"

    @rule(reports=st.lists(st.one_of(soldiers, soldiers, cases), min_size=1, max_size=3))
    def submit(self, reports: list[dict[str, Any]]) -> None:
        assert all(result["problem"] is None for result in self.do(self.registry.submit(*reports)))

    @rule(one=numbers, other=numbers)
    def merge(self, one: int, other: int) -> None:
        self.do(_if_there(self.registry.merge, self.record(one), self.record(other)))

    @precondition(lambda self: self.some("SELECT id FROM merge", 0, "WHERE undone_at IS NULL"))
    @rule(number=numbers)
    def undo_merge(self, number: int) -> None:
        self.do(self.registry.undo_merge(self.some("SELECT id FROM merge", number, "WHERE undone_at IS NULL")["id"]))

    @precondition(lambda self: self.some("SELECT id FROM suggestion", 0))
    @rule(number=numbers, decision=st.sampled_from(("same", "different", "unsure")))
    def decide(self, number: int, decision: str) -> None:
        pair = self.some("SELECT id FROM suggestion", number)["id"]
        self.do(decide(self.db, id=pair, decision=decision, reason=None, versions=None, actor=MAINTAINER))

    @precondition(lambda self: self.some("SELECT id FROM suggestion", 0, "WHERE judgement_id IS NOT NULL"))
    @rule(number=numbers)
    def undo_decision(self, number: int) -> None:
        pair = self.some("SELECT id FROM suggestion", number, "WHERE judgement_id IS NOT NULL")["id"]
        self.do(undo_decision(self.db, id=pair, actor=MAINTAINER))

    @precondition(lambda self: self.some("SELECT id FROM merge", 0))
    @rule(number=numbers, chosen=st.lists(numbers, min_size=1, max_size=2))
    def split(self, number: int, chosen: list[int]) -> None:
        whole = self.some("SELECT DISTINCT root_id FROM record", number, "WHERE id <> root_id") or {"root_id": None}
        id_ = whole["root_id"] or self.record(number)
        of = f"""WHERE origin = 'report' AND superseded_by IS NULL AND retracted_at IS NULL
                 AND base IN (SELECT id FROM record WHERE root_id = '{id_}')"""
        reports = {
            self.some("SELECT id FROM report", n, of)["id"] for n in chosen if self.some("SELECT id FROM report", n, of)
        }
        if reports:
            self.do(self.registry.split(id_, *reports))

    @precondition(lambda self: self.some("SELECT id FROM split", 0, "WHERE undone_at IS NULL"))
    @rule(number=numbers)
    def undo_split(self, number: int) -> None:
        self.do(self.registry.undo_split(self.some("SELECT id FROM split", number, "WHERE undone_at IS NULL")["id"]))

    @precondition(lambda self: self.some("SELECT id FROM report", 0))
    @rule(number=numbers, rank=st.sampled_from(RANKS))
    def correct(self, number: int, rank: str | None) -> None:
        id_ = self.record(number)
        self.do(self.registry.correct(id_, {"rank" if id_.startswith("cas-") else "defendants.d2.rank": rank}))

    @precondition(lambda self: self.some("SELECT id FROM report", 0))
    @rule(number=numbers, back=st.booleans())
    def retract(self, number: int, back: bool) -> None:
        report = self.some("SELECT id FROM report", number)["id"]
        self.do((unretract_report if back else retract_report)(self.db, report_id=report, actor=MAINTAINER))

    @precondition(lambda self: self.some("SELECT id FROM document", 0))
    @rule(number=numbers, back=st.booleans())
    def retract_document(self, number: int, back: bool) -> None:
        document = self.some("SELECT id FROM document", number)["id"]
        change = unretract_document if back else retract_document
        self.do(change(self.db, document_id=document, actor=MAINTAINER, reason=None))

    @precondition(lambda self: self.some("SELECT id FROM record", 0, "WHERE state = 'published'"))
    @rule(number=numbers)
    def withdraw(self, number: int) -> None:
        self.do(self.registry.withdraw(self.record(number)))

    @precondition(lambda self: self.some("SELECT id FROM record", 0, "WHERE withdrawn AND id = root_id"))
    @rule(number=numbers)
    def restore(self, number: int) -> None:
        self.do(
            self.registry.restore(self.some("SELECT id FROM record", number, "WHERE withdrawn AND id = root_id")["id"])
        )

    @precondition(lambda self: self.some("SELECT id FROM record", 0, "WHERE state = 'published'"))
    @rule(number=numbers)
    def redact(self, number: int) -> None:
        id_ = self.record(number)
        self.do(self.registry.redact(id_, "born" if id_.startswith("cas-") else "defendants.d1.rank"))

    @invariant()
    def every_invariant_holds(self) -> None:
        """Records are folds of their inputs, versions and log have no holes, different is apart, facts are cited."""
        done = self.do(verify(self.db))
        assert done.faults == {}

    @invariant()
    def a_label_means_one_person_for_ever(self) -> None:
        rows = self.do(self.db.reads.fetch("SELECT id FROM record WHERE kind = 'case' AND state = 'published'"))
        for row in rows:
            for defendant in self.do(self.registry.read(row["id"]))["defendants"]:
                names = {name["full"] for name in defendant["names"]}
                assert len(names) == 1
                assert self.labels.setdefault((row["id"], defendant["id"]), *names) in names

    @invariant()
    def nothing_redacted_is_stored_in_a_version(self) -> None:
        redacted = """
            SELECT v.document FROM record_version v JOIN redaction r ON r.record_id = v.record_id
            WHERE 'born' = ANY(r.fields) AND v.document IS NOT NULL
        """
        assert not any(b"1990" in row["document"] for row in self.do(self.db.reads.fetch(redacted)))

    def teardown(self) -> None:
        """Undoing every merge and split gives each report back to the base that it was put into."""
        for table, undo in (("split", self.registry.undo_split), ("merge", self.registry.undo_merge)):
            for row in self.do(self.db.reads.fetch(f"SELECT id FROM {table} WHERE undone_at IS NULL ORDER BY 1")):
                self.do(undo(row["id"]))
        self.every_invariant_holds()
        assert self.some("SELECT id FROM record", 0, "WHERE id <> root_id") is None

    async def _empty(self) -> None:
        async with self.db.engine.begin() as connection:
            for statement in EMPTY.split(";"):
                await connection.exec_driver_sql(statement)


async def _awaited(work: Awaitable[Any]) -> Any:
    return await work


async def _if_there(merge: Any, one: str, other: str) -> None:
    if one != other and one.partition("-")[0] == other.partition("-")[0] and not one.endswith("0000000000"):
        await merge(one, other)


def test_the_invariants_hold_whatever_is_done(
    fresh_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ids, "secrets", ids.secrets)
    with asyncio.Runner() as runner:
        opening = open_database(Settings(database_url=fresh_address, data_dir=tmp_path))
        db = runner.run(_awaited(opening.__aenter__()))
        try:
            run_state_machine_as_test(
                lambda: RegistryMachine(runner, db),
                settings=settings(
                    settings.default, max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
                    phases=PHASES, suppress_health_check=list(HealthCheck),
                ),
            )  # fmt: skip
        finally:
            runner.run(_awaited(opening.__aexit__(None, None, None)))
