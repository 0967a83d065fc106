"""`poimenno compare`: pairs in, the same pairs out with a score, without any database."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.served import ROOT
from tests.service.cli.command import Called, Command


def write(directory: Path, text: str, encoding: str = "utf-8") -> Path:
    path = directory / "pairs.csv"
    path.write_bytes(text.encode(encoding))
    return path


def rows(called: Called) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(called.out)))


def test_the_same_rows_come_out_in_order_with_a_score(call: Command, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "id,name1,name2,born1,born2\n"
        "b,Тестов Тест Тестович,Testov Test,1985,1985-03-14\n"
        "a,Тестов Тест Тестович,Примеров Пётр Олегович,1985,1990\n",
    )
    called = call("compare", path)
    same, other = rows(called)
    assert called.code == 0
    assert (same["id"], same["name2"], other["id"]) == ("b", "Testov Test", "a")
    assert float(same["score"]) > 0.9 > 0.1 > float(other["score"])
    assert "family_name" in same["explanation"]
    assert "born" in same["explanation"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_usual_encodings_and_delimiters_are_read(call: Command, tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "name1;name2\nТестов Тест;Тестов Тест Тестович\n", encoding)
    assert float(rows(call("compare", path))[0]["score"]) > 0.5


def test_more_agreement_scores_higher_and_contradiction_lower(call: Command, tmp_path: Path) -> None:
    header = "name1,name2,region1,region2,patronymic1,patronymic2,family1,family2,given1,given2"
    path = write(tmp_path, f"{header}\n" + "\n".join([
        "Тестов Тест,Тестов Тест,,,,,,,,",
        "Тестов Тест,Тестов Тест,RU-BA,Башкирия,,,,,,",
        "Тестов Тест,Тестов Тест,RU-BA,RU-KAM,,,,,,",
        ",,,,Тестович,Тестович,Тестов,Тестов,Тест,Тест",
        ",,,,Тестович,Олегович,Тестов,Тестов,Тест,Тест",
    ]) + "\n")  # fmt: skip
    bare, near, far, whole, other_father = (float(row["score"]) for row in rows(call("compare", path)))
    assert near > bare > far
    assert whole > bare > other_father


def test_a_bad_row_is_named_and_the_others_are_scored(call: Command, tmp_path: Path) -> None:
    path = write(
        tmp_path, "name1,name2,born1,born2\nТестов,Тестов,2022-13,\nТестов,,,\nТестов,Testov\nТестов,Testov,,\n"
    )
    called = call("compare", path)
    assert called.code == 1
    assert [bool(row["score"]) for row in rows(called)] == [False, False, False, True]
    assert "line 2: born1" in called.err
    assert "line 3: name2 is empty" in called.err
    assert "line 4: has 2 cells" in called.err
    assert "3 rows" in called.err


def test_a_column_that_looks_like_a_field_and_is_none_is_told(call: Command, tmp_path: Path) -> None:
    called = call("compare", write(tmp_path, "name1,name2,bron1,bron2\nТестов,Testov,1985,1985\n"))
    assert called.code == 0
    assert "not compared: bron1, bron2" in called.err


@pytest.mark.parametrize(
    ("content", "told"),
    [("left,right\nТестов,Testov\n", "no column name1"), ("", "empty"), ("name1,name2\n", None)],
)
def test_a_sheet_without_names_is_refused(call: Command, tmp_path: Path, content: str, told: str | None) -> None:
    called = call("compare", write(tmp_path, content))
    assert called.code == (2 if told else 0)
    assert (told or "") in called.err


def test_a_missing_file_is_named(call: Command) -> None:
    called = call("compare", "nowhere.csv")
    assert called.code == 2
    assert called.err == "poimenno: nowhere.csv: there is no such file.\n"


def test_courts_and_numbers_are_compared_as_those_of_cases(call: Command, tmp_path: Path) -> None:
    path = write(tmp_path, "name1,name2,case_number1,case_number2\nТестов,Testov,1-25/2025,1-25/2025 (1-696/2024)\n")
    called = call("compare", path)
    assert "case_number same" in rows(called)[0]["explanation"]


PAIRS = "name1;name2\nТестов Тест;Тестов Тест Тестович\nТестов Тест;Примеров Пётр\n"


@pytest.mark.parametrize("file", ["-", "/dev/stdin"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_pairs_come_through_a_pipe_too(tmp_path: Path, call: Command, file: str, encoding: str) -> None:
    plain = call("compare", write(tmp_path, PAIRS, encoding))
    piped = subprocess.run(
        [sys.executable, "-m", "service", "compare", file], input=PAIRS.encode(encoding), capture_output=True,
        cwd=ROOT, check=True, timeout=60,
    )  # fmt: skip
    assert piped.stdout.decode() == plain.out
    assert piped.stderr.decode() == plain.err == ""


def test_what_is_wrong_with_a_pipe_is_told_of_standard_input(
    call: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with write(tmp_path, "").open() as empty:
        monkeypatch.setattr(sys, "stdin", empty)
        called = call("compare", "-")
    assert (called.code, called.err) == (2, "poimenno: standard input has no header: it is empty.\n")
