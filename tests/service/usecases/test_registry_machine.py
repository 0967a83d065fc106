"""Whatever is done to a registry in whatever order, its invariants hold after every step."""

import asyncio
import os
import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from service.errors import Conflict, Gone, MergedAway, NotFound, Unprocessable
from service.settings import Settings
from service.storage.engine import Database, open_database
from service.usecases import ids
from service.usecases.decide_suggestion import decide, list_suggestions, undo_decision
from service.usecases.link_records import link, unlink
from service.usecases.retract_report import retract_document, retract_report, unretract_document, unretract_report
from service.usecases.verify import verify
from tests.service.usecases.registry import MAINTAINER, Registry, case, casualty, content

FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"
EXAMPLES, STEPS = (400, 50) if FULL else (8, 20)
# Making a failure small takes minutes, which whoever looks into it spends with the full profile.
PHASES = tuple(Phase) if FULL else (Phase.explicit, Phase.generate)
EMPTY = """
    TRUNCATE record, report, document, source, candidate, assignment, judgement, judgement_report, merge, split,
             suggestion, redaction, record_version, change, link, idempotency CASCADE;
    UPDATE clock SET seq = 0
"""
PEOPLE = ("Тестов Пример Образцович", "Примеров Тест Тестович", "Образцов Проба Примерович")
SURE = {"born": "1990-05-17", "home": {"region": "RU-BA", "place": "Мелеуз"}}
UNNAMED = ({"described_as": "a soldier"}, {"described_as": "two", "count": 2}, {"described_as": "three", "count": 3})
RANKS = (None, "рядовой", "сержант")
COURT = {"court": {"name": "Владимирский гарнизонный военный суд"}}
LAST_CHANGES = """
    SELECT DISTINCT ON (r.id) r.id, r.state, r.version, c.version AS last, c.type
    FROM record r LEFT JOIN change c ON c.record_id = r.id ORDER BY r.id, c.seq DESC
"""
THERE = {
    "published": "record WHERE state = 'published'",
    "withdrawn": "record WHERE withdrawn",
    "holding": "record WHERE id IN (SELECT root_id FROM record WHERE id <> root_id)",
    "report": "report",
    "document": "document",
    "suggestion": "suggestion",
    "decided": "suggestion WHERE judgement_id IS NOT NULL",
    "merge": "merge WHERE undone_at IS NULL",
    "split": "split WHERE undone_at IS NULL",
    "link": "link WHERE undone_at IS NULL",
}
LOOK = "SELECT " + ", ".join(
    f"(SELECT array_agg(id ORDER BY id) FROM {rows}) AS {name}" for name, rows in THERE.items()
)
LIVE = """
    SELECT r.id FROM report r JOIN record ON record.id = r.base
    WHERE r.origin = 'report' AND r.superseded_by IS NULL AND r.retracted_at IS NULL AND root_id = $1 ORDER BY r.id
"""
OPEN = """
    SELECT l.root_id, r.root_id FROM suggestion s JOIN record x ON x.id = s.left_id JOIN record y ON y.id = s.right_id
    JOIN record l ON l.id = x.root_id JOIN record r ON r.id = y.root_id
    WHERE s.state = 'open' AND l.id <> r.id AND 'published' IN (l.state, r.state)
      AND (SELECT count(*) FROM candidate c WHERE c.record_id IN (l.id, r.id)) = 2
"""
TYPES = {
    "published": ("published", "updated", "restored", "redacted"),
    "merged": ("merged",),
    "withdrawn": ("withdrawn", "redacted"),
}
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
defendants = st.one_of(
    st.lists(people, min_size=1, max_size=3, unique=True).map(lambda names: [{"names": [{"full": n}]} for n in names]),
    st.lists(st.one_of(st.sampled_from(UNNAMED), people.map(lambda name: {"names": [{"full": name}]})),
             min_size=1, max_size=2, unique_by=str),
)  # fmt: skip
cases = st.builds(
    lambda told, source, id_, number: case(
        *map(str, told), source=source, external_id=id_, case_numbers=[number], defendants=told, **COURT
    ),
    defendants, sources, external, st.sampled_from(("1-1/2023", "1-2/2023")),
)  # fmt: skip


def reseed() -> None:
    """Make ids come in the same order in every run of an example, since ties are broken by them."""
    vars(ids)["secrets"] = SimpleNamespace(randbits=random.Random(0).getrandbits)


def there(what: str) -> Callable[[Any], Any]:
    """A rule for which there must be something to choose."""
    return precondition(lambda machine: bool(machine.there[what]))


class RegistryMachine(RuleBasedStateMachine):
    """A registry to which anything is done that a partner or a maintainer may do."""

    def __init__(self, runner: asyncio.Runner, db: Database) -> None:
        super().__init__()
        self.runner, self.db = runner, db
        self.registry = Registry(db)
        self.there: dict[str, list[str]] = dict.fromkeys(THERE, [])
        self.labels: dict[tuple[str, str], set[str | int | None]] = {}
        reseed()
        self.do(self._empty())

    def do(self, work: Awaitable[Any]) -> Any:
        """Wait for what the registry does; None where it refuses."""
        try:
            return self.runner.run(_awaited(work))
        except FORBIDDEN:
            return None

    def one(self, what: str, number: int) -> str:
        """The id of one of what there is, the same for the same number and registry."""
        return self.there[what][number % len(self.there[what])]

    @rule(reports=st.lists(st.one_of(soldiers, soldiers, cases), min_size=1, max_size=3))
    def submit(self, reports: list[dict[str, Any]]) -> None:
        assert all(result["problem"] is None for result in self.do(self.registry.submit(*reports)))

    @there("published")
    @rule(one=numbers, other=numbers)
    def merge(self, one: int, other: int) -> None:
        self.do(self.registry.merge(self.one("published", one), self.one("published", other)))

    @there("merge")
    @rule(number=numbers)
    def undo_merge(self, number: int) -> None:
        self.do(self.registry.undo_merge(self.one("merge", number)))

    @there("suggestion")
    @rule(number=numbers, decision=st.sampled_from(("same", "different", "unsure")))
    def decide(self, number: int, decision: str) -> None:
        pair = self.one("suggestion", number)
        self.do(decide(self.db, id=pair, decision=decision, reason=None, versions=None, actor=MAINTAINER))

    @there("decided")
    @rule(number=numbers)
    def undo_decision(self, number: int) -> None:
        self.do(undo_decision(self.db, id=self.one("decided", number), actor=MAINTAINER))

    @there("suggestion")
    @rule(number=numbers, decision=st.sampled_from(("same", "different", "unsure")))
    def decide_and_undo(self, number: int, decision: str) -> None:
        pair, before = self.one("suggestion", number), self.everything()
        given: dict[str, Any] = {"reason": None, "versions": None, "actor": MAINTAINER}
        if self.do(decide(self.db, id=pair, decision=decision, **given)):
            self.do(undo_decision(self.db, id=pair, actor=MAINTAINER))
        assert self.everything() == before

    @there("holding")
    @rule(number=numbers, chosen=st.lists(numbers, min_size=1, max_size=2))
    def split(self, number: int, chosen: list[int]) -> None:
        whole = self.one("holding", number)
        live = [row["id"] for row in self.do(self.db.reads.fetch(LIVE, whole))]
        if live:
            self.do(self.registry.split(whole, *{live[n % len(live)] for n in chosen}))

    @there("split")
    @rule(number=numbers)
    def undo_split(self, number: int) -> None:
        self.do(self.registry.undo_split(self.one("split", number)))

    @there("published")
    @rule(number=numbers, rank=st.sampled_from(RANKS))
    def correct(self, number: int, rank: str | None) -> None:
        id_ = self.one("published", number)
        self.do(self.registry.correct(id_, {"rank" if id_.startswith("cas-") else "defendants.d2.rank": rank}))

    @there("report")
    @rule(number=numbers, back=st.booleans())
    def retract(self, number: int, back: bool) -> None:
        change = unretract_report if back else retract_report
        self.do(change(self.db, report_id=self.one("report", number), actor=MAINTAINER))

    @there("document")
    @rule(number=numbers, back=st.booleans())
    def retract_document(self, number: int, back: bool) -> None:
        change = unretract_document if back else retract_document
        self.do(change(self.db, document_id=self.one("document", number), actor=MAINTAINER, reason=None))

    @there("published")
    @rule(number=numbers)
    def withdraw(self, number: int) -> None:
        self.do(self.registry.withdraw(self.one("published", number)))

    @there("withdrawn")
    @rule(number=numbers)
    def restore(self, number: int) -> None:
        self.do(self.registry.restore(self.one("withdrawn", number)))

    @there("published")
    @rule(number=numbers)
    def redact(self, number: int) -> None:
        id_ = self.one("published", number)
        self.do(self.registry.redact(id_, "born" if id_.startswith("cas-") else "defendants.d1.rank"))

    @there("published")
    @rule(one=numbers, other=numbers)
    def link(self, one: int, other: int) -> None:
        ends = [self.one("published", one), self.one("published", other)]
        self.do(link(self.db, ids=ends, relation="prior_case", grade="possible", reason=None, actor=MAINTAINER))

    @there("link")
    @rule(number=numbers)
    def unlink(self, number: int) -> None:
        self.do(unlink(self.db, id=self.one("link", number), reason=None, actor=MAINTAINER))

    def everything(self) -> tuple[Any, ...]:
        """Records without what each version has of its own, what matching reads of them, and the queue."""
        documents = {row["id"]: content(orjson.loads(row["document"]))
                     for row in self.do(self.db.reads.fetch("SELECT id, document FROM record"))}  # fmt: skip
        rest = [[tuple(row) for row in self.do(self.db.reads.fetch(f"SELECT * FROM {rows} ORDER BY 1"))] for rows in
                ("candidate", "suggestion", "(SELECT id, root_id, tags, review FROM record) AS kept")]  # fmt: skip
        return documents, *rest

    @invariant()
    def each_pair_of_records_is_listed_once(self) -> None:
        """What is open, and one side of which at least is to be seen, whichever suggestions speak of it."""
        listed = self.do(list_suggestions(self.db, limit=1000, count=True))
        pairs = [frozenset((item["left"]["id"], item["right"]["id"])) for item in listed["items"]]
        assert len(pairs) == len(set(pairs)) == listed["total"]
        assert set(pairs) == {frozenset(row) for row in self.do(self.db.reads.fetch(OPEN))}
        worth = {row["id"]: row["value"] for row in self.do(self.db.reads.fetch("SELECT id, value FROM suggestion"))}
        values = [worth[item["id"]] for item in listed["items"]]
        assert values == sorted(values, reverse=True)

    @invariant()
    def look(self) -> None:
        """What there is to choose from in the next step."""
        self.there = {name: found or [] for name, found in self.do(self.db.reads.fetchrow(LOOK)).items()}

    @invariant()
    def every_invariant_holds(self) -> None:
        """Records are folds of their inputs, versions and log have no holes, different is apart, facts are cited."""
        done = self.do(verify(self.db))
        assert done.faults == {}

    @invariant()
    def a_label_means_one_person_or_one_group_for_ever(self) -> None:
        for row in self.do(self.db.reads.fetch("SELECT id, document FROM record WHERE kind = 'case'")):
            for defendant in orjson.loads(row["document"]).get("defendants", ()):
                told = {name["full"] for name in defendant["names"]} or {None}
                count = defendant["count"]
                assert len(told) == 1
                assert count["alternatives"] == []
                assert count["value"] == 1 or told == {None}
                self.labels.setdefault((row["id"], defendant["id"]), set()).update({*told, count["value"]})
        for meant in self.labels.values():
            assert len([one for one in meant if isinstance(one, str)]) <= 1
            assert len([one for one in meant if isinstance(one, int)]) == 1

    @invariant()
    def who_follows_the_change_log_ends_with_the_records(self) -> None:
        """The last change of each record is its version, and of a type that tells whether it is to be seen."""
        rows = self.do(self.db.reads.fetch(LAST_CHANGES))
        assert all(row["last"] == row["version"] and row["type"] in TYPES[row["state"]] for row in rows), rows

    @invariant()
    def nothing_redacted_is_stored_in_a_version(self) -> None:
        redacted = """
            SELECT v.document FROM record_version v JOIN redaction r ON r.record_id = v.record_id
            WHERE 'born' = ANY(r.fields) AND v.document IS NOT NULL
        """
        assert not any(b'"1990-05-17"' in row["document"] for row in self.do(self.db.reads.fetch(redacted)))

    def teardown(self) -> None:
        """Undoing every merge and split gives each report back to the base that it was put into."""
        for table, undo in (("split", self.registry.undo_split), ("merge", self.registry.undo_merge)):
            for row in self.do(self.db.reads.fetch(f"SELECT id FROM {table} WHERE undone_at IS NULL ORDER BY 1")):
                self.do(undo(row["id"]))
        self.every_invariant_holds()
        self.look()
        assert self.there["holding"] == []

    async def _empty(self) -> None:
        async with self.db.engine.begin() as connection:
            for statement in EMPTY.split(";"):
                await connection.exec_driver_sql(statement)


async def _awaited(work: Awaitable[Any]) -> Any:
    return await work


def test_the_invariants_hold_whatever_is_done(
    fresh_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(ids), "secrets", None)
    with asyncio.Runner() as runner:
        opening = open_database(Settings(database_url=fresh_address, data_dir=tmp_path))
        db = runner.run(_awaited(opening.__aenter__()))
        try:
            run_state_machine_as_test(
                lambda: RegistryMachine(runner, db),  # type: ignore[arg-type] # it calls whatever makes a machine
                settings=settings(
                    settings.default, max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
                    phases=PHASES, suppress_health_check=list(HealthCheck),
                ),
            )  # fmt: skip
        finally:
            runner.run(_awaited(opening.__aexit__(None, None, None)))
