"""`poimenno check`: a sheet in, the same sheet with verdicts out, from this registry or from one at an address."""

import csv
import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.served import ServedService, free_port
from tests.service.cli.command import Command
from tests.service.usecases.registry import casualty

RUSLAN = casualty("Хисамутдинов Руслан Рамилевич", external_id="t-1", born="1985", home={"region": "RU-BA"})
SHEET = "ФИО;Год рождения;Регион\nKhisamutdinov Ruslan Ramilevich;1985;Башкирия\n=Пробин Проба;;\n"


@pytest.fixture
def filled(poimenno: Command, tmp_path: Path) -> Command:
    (tmp_path / "list.ndjson").write_text(json.dumps(RUSLAN) + "\n")
    assert poimenno("import", "list.ndjson").code == 0
    (tmp_path / "names.csv").write_bytes(SHEET.encode("cp1251"))
    return poimenno


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_a_sheet_is_checked_on_the_registry_here(filled: Command, tmp_path: Path) -> None:
    done = filled("check", "names.csv", "-o", "out.csv")
    assert (done.code, done.out) == (0, "")
    assert "columns: name from «ФИО», born from «Год рождения», region from «Регион»" in done.err
    listed, other = rows(tmp_path / "out.csv")
    assert listed["verdict"] == "listed"
    assert listed["link"] == f"http://127.0.0.1:8000/v1/casualties/{listed['record']}"
    assert listed["explanation"].startswith("Listed: ")
    assert (other["ФИО"], other["verdict"]) == ("'=Пробин Проба", "not_listed")


def test_a_long_sheet_is_checked_at_an_address_into_a_workbook(
    filled: Command, fresh_address: str, serve_on: Callable[..., ServedService], tmp_path: Path
) -> None:
    url = serve_on(fresh_address).url
    few = "".join(f"Тестов Тест {n};;\n" for n in range(1_200))
    (tmp_path / "names.csv").write_text(SHEET + few)
    done = filled("check", "names.csv", "--url", url + "/", "-o", "out.xlsx")
    assert done.code == 0, done.err
    heading, first, *others = load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True)
    found = dict(zip(heading, first, strict=True))
    assert found["verdict"] == "listed"
    assert found["link"] == f"{url}/v1/casualties/{found['record']}"
    assert len(others) == 1_201
    assert {row[3] for row in others} == {"not_listed"}


def test_a_row_that_can_not_be_looked_up_is_named_with_its_line(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("ФИО,born\nТестов,весной\n,1985\n😀,\nТестов,1985\n")
    done = filled("check", "names.csv", "-o", "out.csv")
    assert done.code == 1
    assert "names.csv, line 2: «born»: «весной» is not a date" in done.err
    assert "names.csv, line 3: there is no name" in done.err
    assert "names.csv, line 4: too little to look for" in done.err
    assert [row["verdict"] for row in rows(tmp_path / "out.csv")] == ["not_listed", "", "", "not_listed"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("names.csv", "-o", "out.pdf"), ".csv or .xlsx"),
        (("nowhere.csv", "-o", "out.csv"), "there is no such file"),
        (("names.csv",), "Missing option"),
        (("names.csv", "-o", "out.csv", "--column", "name"), "field=heading"),
        (("names.csv", "-o", "out.csv", "--column", "name=Кто"), "no column «Кто»"),
        (("names.csv", "-o", "out.csv", "--kind", "dog"), "--kind"),
        (("names.csv", "-o", "out.csv", "--url", "ftp://example.org"), "no address"),
        (("names.csv", "-o", "out.csv", "--url", "example.org"), "no address"),
    ],
)
def test_a_wrong_call_is_2_and_writes_nothing(
    call: Command, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "names.csv").write_text(SHEET)
    done = call("check", *arguments)
    assert done.code == 2
    assert told in done.err
    assert not [*tmp_path.glob("out.*")]


def test_a_registry_that_can_not_be_reached_is_3(call: Command, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(SHEET)
    done = call("check", "names.csv", "-o", "out.csv", "--url", f"http://127.0.0.1:{free_port()}")
    assert done.code == 3
    assert "can't be reached" in done.err
    assert not (tmp_path / "out.csv").exists()


@contextmanager
def answering(*answers: tuple[int, bytes]) -> Iterator[str]:
    """A server that gives these answers in turn, and then the last one again."""
    waiting = list(answers)

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, body = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            self.send_response(status)
            self.send_header("Retry-After", "0")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


NOBODY = b'{"results": {"0": {"verdict": "not_listed", "namesakes": 0, "candidates": []}}}'


@pytest.mark.parametrize(
    ("answers", "code", "told"),
    [
        ([(503, b'{"detail": "Busy."}'), (429, b"{}"), (200, NOBODY)], 0, "1 rows in out.csv"),
        ([(503, b'{"detail": "Busy."}')], 3, "Busy."),
        ([(401, b'{"detail": "This needs a key."}')], 2, "This needs a key."),
        ([(404, b"<html>")], 3, "not as Poimenno does"),
        ([(200, b"<html>")], 3, "does not answer as Poimenno"),
        ([(200, b"[]")], 3, "does not answer as Poimenno"),
        ([(200, b'{"results": {}}')], 3, "does not answer as Poimenno"),
    ],
)
def test_another_registrys_answers(
    call: Command, tmp_path: Path, answers: list[tuple[int, bytes]], code: int, told: str
) -> None:
    (tmp_path / "names.csv").write_text("name\nТестов\n")
    with answering(*answers) as url:
        done = call("check", "names.csv", "-o", "out.csv", "--url", url)
    assert done.code == code, done.err
    assert told in done.err
    assert (tmp_path / "out.csv").exists() is (code == 0)
