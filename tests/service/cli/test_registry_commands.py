"""The commands that work on a registry: what they print, and their exit codes."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service.cli.command import Command
from tests.service.usecases.registry import casualty

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def filled(poimenno: Command, tmp_path: Path) -> Command:
    """A registry of three soldiers, two of them dead."""
    reports = [
        casualty("Тестов Тест", external_id="t-1", home={"region": "RU-BA", "place": "=Тестово"}),
        casualty("Примеров Пётр", external_id="t-2", status="died_of_wounds"),
        casualty("Тестова Теста", external_id="t-3", status="missing"),
    ]
    (tmp_path / "list.ndjson").write_text("".join(json.dumps(one) + "\n" for one in reports))
    assert poimenno("import", "list.ndjson").code == 0
    return poimenno


def ids(command: Command) -> list[str]:
    lines = command("export", "casualties", "--status", "*").out.splitlines()
    return [json.loads(line)["id"] for line in lines]


def test_an_import_tells_what_it_did(poimenno: Command, tmp_path: Path) -> None:
    good, bad = casualty("Тестов Тест", external_id="t-1"), casualty("Тестов Т.", died="2022-13")
    (tmp_path / "list.ndjson").write_text(f"{json.dumps(good)}\n{json.dumps(bad)}\n")
    tried = poimenno("import", "list.ndjson", "--dry-run")
    assert tried.code == 1
    assert "list.ndjson: would be 1 new, 1 rejected; 2 rows in" in tried.err
    done = poimenno("import", "list.ndjson")
    assert done.code == 1
    assert "list.ndjson, line 2, /casualty/died: " in done.err
    assert "list.ndjson: stored 1 new, 1 rejected; 2 rows in" in done.err
    assert "the rejected rows are in list.rejected.ndjson" in done.err
    assert "matched and published: 1 reports in" in done.err
    again = poimenno("import", "list.ndjson")
    assert "stored 1 unchanged, 1 rejected" in again.err


def test_an_import_names_what_it_takes_with_a_warning(poimenno: Command, tmp_path: Path) -> None:
    rows = [casualty("Тестов Тест"), casualty("Сомнений Пётр", born="1990", died="1985")]
    (tmp_path / "doubts.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = poimenno("import", "doubts.ndjson")
    assert done.code == 0
    assert "doubts.ndjson, line 2: taken with a warning: died: lies before born" in done.err
    assert "stored 2 new (1 with warnings)" in done.err


def test_a_sheet_is_imported_by_its_mapping(poimenno: Command, tmp_path: Path) -> None:
    sheet = EXAMPLES / "sheets" / "casualties.csv"
    (tmp_path / "sheet.csv").write_bytes(sheet.read_bytes())
    assert poimenno("import", "sheet.csv").code == 2
    mapping = EXAMPLES / "mappings" / "casualties.toml"
    done = poimenno("import", "sheet.csv", "--mapping", mapping, "--partner", "example")
    assert (done.code, done.out) == (0, "")
    assert poimenno("verify").code == 0


def test_the_dead_are_exported_unless_others_are_asked_for(filled: Command) -> None:
    def statuses(*options: str) -> list[str]:
        lines = filled("export", "casualties", *options).out.splitlines()
        return sorted(json.loads(line)["status"]["value"] for line in lines)

    assert statuses() == ["died_of_wounds", "killed"]
    assert statuses("--status", "missing") == ["missing"]
    assert statuses("--status", "missing", "--status", "killed") == ["killed", "missing"]
    assert statuses("--status", "*") == ["died_of_wounds", "killed", "missing"]
    assert ids(filled) == sorted(ids(filled))
    refused = filled("export", "casualties", "--status", "odd")
    assert refused.code == 2
    assert "odd" in refused.err


def test_a_table_is_written_whole_and_carries_no_formula(filled: Command, tmp_path: Path) -> None:
    done = filled("export", "casualties", "--format", "csv", "--bom", "-o", "out.csv")
    assert (done.code, done.out) == (0, "")
    assert "2 casualties as of change 3 in out.csv" in done.err
    text = (tmp_path / "out.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["home_place"] for row in rows} == {"'=Тестово", ""}
    assert {path.name for path in tmp_path.iterdir()} == {"list.ndjson", "out.csv", "var"}
    assert filled("export", "casualties", "--format", "csv").out == text


def test_an_export_that_nobody_reads_on_ends_without_blaming_the_database(filled: Command) -> None:
    assert ids(filled)
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as unread:
        ended = subprocess.run(
            [sys.executable, "-m", "service", "export", "casualties"],
            env={**os.environ, "PYTHONPATH": str(EXAMPLES.parent)}, stdout=unread, stderr=subprocess.PIPE, timeout=60,
            check=False,
        )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (128 + signal.SIGPIPE, b"")


def test_an_export_that_fails_leaves_the_old_file(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old")
    assert filled("export", "casualties", "--status", "odd", "-o", "out.csv").code == 2
    assert (tmp_path / "out.csv").read_text() == "old"
    missing = filled("export", "casualties", "-o", "nowhere/out.csv")
    assert missing.code == 3
    assert "nowhere" in missing.err


def test_cases_are_exported(filled: Command) -> None:
    assert filled("export", "cases", "--status", "*").out == ""
    assert filled("export", "cases", "--format", "csv").out.startswith("id,version,")


def test_keys_are_made_shown_once_and_revoked(poimenno: Command) -> None:
    made = poimenno("keys", "create", "--name", "Тестовый архив", "--scope", "submit")
    assert made.code == 0
    key = made.out.strip()
    assert key.startswith("pmn_")
    listed = poimenno("keys", "list")
    assert key not in listed.out
    assert "Тестовый архив" in listed.out
    (line,) = (line for line in listed.out.splitlines() if "key-" in line)
    id_ = line.split()[0]
    assert poimenno("keys", "revoke", id_).code == 0
    again = poimenno("keys", "revoke", id_)
    assert again.code == 2
    assert "revoked before" in again.err
    assert poimenno("keys", "revoke", "key-none").code == 2
    assert poimenno("keys", "create", "--name", "x", "--scope", "owner").code == 2


def test_verify_tells_what_is_wrong(filled: Command) -> None:
    done = filled("verify")
    assert (done.code, done.out) == (0, "3 records checked, nothing wrong\n")
    repaired = filled("verify", "--repair")
    assert repaired.code == 0
    assert "0 reports placed, 0 records changed" in repaired.err


def test_courts_are_loaded_and_lists_are_shown(poimenno: Command, tmp_path: Path) -> None:
    (tmp_path / "courts.csv").write_text("code,name,region\n99RS0001,Тестовский районный суд,RU-BA\n")
    assert poimenno("reference", "load", "courts", "courts.csv").code == 0
    assert "courts\t1\tloaded" in poimenno("reference", "list").out
    assert poimenno("reference", "load", "courts", "nowhere.csv").code == 2
    assert poimenno("reference", "load", "regions", "courts.csv").code == 2


def test_fields_are_redacted_for_good(filled: Command) -> None:
    (id_, *_) = ids(filled)
    assert filled("redact", id_).code == 2
    assert filled("redact", id_, "--all", "--field", "home").code == 2
    assert filled("redact", id_, "--field", "nonsense").code == 2
    assert filled("redact", "cas-0000000000", "--field", "home").code == 2
    done = filled("redact", id_, "--field", "home", "--reason", "test")
    assert done.code == 0
    assert f"{id_} is redacted: home; version 2" in done.err
    assert filled("redact", id_, "--all").code == 0
    assert id_ not in ids(filled)
    assert filled("verify").code == 0


def test_the_schema_goes_down_and_up(poimenno: Command) -> None:
    assert poimenno("migrate", "--check").code == 0
    assert poimenno("migrate", "--down", "base").code == 0
    behind = poimenno("migrate", "--check")
    assert behind.code == 1
    assert "no revision" in behind.err
    assert poimenno("migrate").code == 0
    assert poimenno("migrate", "--check").code == 0
    assert poimenno("migrate", "--down", "nonsense").code == 2
    assert poimenno("migrate", "--down", "base", "--check").code == 2


def test_an_empty_database_gets_its_tables(poimenno: Command) -> None:
    poimenno("migrate", "--down", "base")
    assert poimenno("verify").out == "0 records checked, nothing wrong\n"
