"""`poimenno sync`: a partner's whole list; what vanished from it is named, and taken back on demand."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from unittest.mock import Mock

import pytest

from tests.served import ServedService, free_port
from tests.service.cli.command import Called, Command
from tests.service.usecases.registry import casualty

SURE = {"born": "1985-03-14", "died": "2022-11-16", "home": {"region": "RU-BA"}}
LIST = [casualty(f"Тестов Тест {n}", external_id=f"row-{n:02d}", rank="сержант") for n in range(30)]
TWIN = [casualty("Примеров Пример Примерович", external_id=f"twin-{n}", source=f"s{n}", **SURE) for n in range(2)]


@pytest.fixture
def sync(
    poimenno: Command, fresh_address: str, serve_on: Callable[..., ServedService], tmp_path: Path
) -> Callable[..., Called]:
    """Writes a list and syncs it with a service."""
    url = serve_on(fresh_address).url
    key = poimenno("keys", "create", "--name", "archive", "--scope", "submit").out.strip()

    def call(reports: Iterable[object], *more: str) -> Called:
        text = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in reports)
        (tmp_path / "list.ndjson").write_text(text)
        return poimenno("sync", "list.ndjson", "--url", url, "--key", key, "--partner", "archive", *more)

    return call


def test_a_list_is_sent_and_what_vanished_is_taken_back(sync: Callable[..., Called]) -> None:
    tried = sync([*LIST, *TWIN], "--dry-run")
    assert (tried.code, tried.out) == (0, "")
    assert (
        "list.ndjson: would be 31 created, 1 attached; 29 with suggestions, 2 in one record with others of yours"
        in tried.err
    )
    assert "line 31 (twin-0): would lie in one record with twin-1" in tried.err
    assert "31 created, 1 attached" in sync([*LIST, *TWIN]).err
    shorter = sync(LIST[1:] + TWIN)
    assert shorter.code == 0
    assert "sent: 31 unchanged" in shorter.err
    assert "the list lacks 1 of the reports that stand in the registry: row-00" in shorter.err
    assert "would be taken back: 1" in sync(LIST[1:] + TWIN, "--retract-missing", "--dry-run").err
    assert "taken back: 1" in sync(LIST[1:] + TWIN, "--retract-missing", "--reason", "vanished").err
    again = sync(LIST[1:] + TWIN, "--retract-missing")
    assert (again.code, "lacks" in again.err, "taken back: 0" in again.err) == (0, False, True)
    assert "sent: 1 superseded, 29 unchanged" in sync(LIST).err


def test_a_list_that_came_halved_or_unreadable_takes_nothing_back(sync: Callable[..., Called]) -> None:
    assert sync(LIST).code == 0
    for part in (LIST[:15], []):
        refused = sync(part, "--retract-missing")
        assert refused.code == 1
        assert "Nothing is taken back" in refused.err
    torn = sync([*LIST[:29], '{"kind": "casu'], "--retract-missing")
    assert torn.code == 1
    assert "line 30" in torn.err
    assert "Nothing is taken back: the rows that can't be read" in torn.err
    nameless = sync([*LIST[:29], {**LIST[29], "external_id": None}], "--retract-missing")
    assert "line 30: has no external_id" in nameless.err
    bad = sync([*LIST[:29], {**LIST[29], "colour": "red"}], "--retract-missing")
    assert bad.code == 1
    assert "line 30 (row-29): " in bad.err
    assert "taken back: 0" in bad.err
    assert "30 unchanged" in sync(LIST).err
    assert "taken back: 15" in sync(LIST[:15], "--retract-missing", "--at-most", "15").err


def test_only_the_named_part_is_compared_with_the_list(sync: Callable[..., Called]) -> None:
    assert sync([*LIST, *TWIN]).code == 0
    assert "lacks" not in sync(LIST, "--source", "test").err
    assert "the list lacks 2 of the reports that stand in the registry: twin-0, twin-1" in sync(LIST).err
    assert "lacks" not in sync(LIST, "--kind", "case").err


def test_a_wrong_call(call: Command, tmp_path: Path) -> None:
    (tmp_path / "list.ndjson").write_text(json.dumps(LIST[0]))
    given = ("sync", "list.ndjson", "--partner", "archive", "--key", "pmn_x")
    assert call(*given, "--url", "ftp://registry.test").code == 2
    assert call(*given).code == 2


def test_a_key_of_another_partner_is_refused(sync: Callable[..., Called]) -> None:
    done = sync(LIST, "--partner", "somebody")
    assert done.code == 2
    assert "A partner's external ids are shown to that partner" in done.err


def test_a_registry_that_can_not_be_reached_is_3(
    call: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.client.asking.pause_after", lambda *_: 0)
    (tmp_path / "list.ndjson").write_text(json.dumps(LIST[0]))
    url = f"http://127.0.0.1:{free_port()}"
    done = call("sync", "list.ndjson", "--partner", "archive", "--key", "pmn_x", "--url", url)
    assert done.code == 3
    assert "can't be reached" in done.err


def test_who_is_interrupted_is_told_that_what_is_done_stays(
    call: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.client.Poimenno.links", Mock(side_effect=KeyboardInterrupt))
    (tmp_path / "list.ndjson").write_text(json.dumps(LIST[0]))
    done = call("sync", "list.ndjson", "--partner", "a", "--key", "pmn_x", "--url", "http://registry.test")
    assert (done.code, "what was done so far stays" in done.err) == (130, True)
