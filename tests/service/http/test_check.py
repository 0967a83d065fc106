"""A sheet of names over HTTP."""

import asyncio
import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import Workbook, load_workbook

from schemas.exports.sheet import MEDIA
from service.http import sheets
from service.http.sheets import MULTIPART
from service.usecases.check_names import RESULT_COLUMNS
from tests.service.http.door import Door, casualty, problem_in

RUSLAN = casualty("Хисамутдинов Руслан Рамилевич", born="1985-03-14", home={"region": "RU-BA"})
SHEET = (
    "№,ФИО,Дата рождения,Регион\r\n"
    "1,Khisamutdinov Ruslan Ramilevich,14.03.1985,Башкирия\r\n"
    "2,Пробин Проба,,\r\n"
    "3,Хисамутдинов Руслан Рамилевич,весной,Башкирия\r\n"
    "4,,1985,\r\n"
    "5,=cmd|' /C calc'!A0,,\r\n"
    "6,Тестов\r\n"
)


async def send(door: Door, body: bytes | str, media: str = "text/csv", **parameters: Any) -> httpx.Response:
    content = body.encode() if isinstance(body, str) else body
    return await door.ask("POST", "/v1/check", content=content, headers={"Content-Type": media}, params=parameters)


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rows_of(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_a_sheet_comes_back_with_verdicts(door: Door) -> None:
    (record,) = await door.put(RUSLAN)
    answer = await send(door, SHEET)
    listed, other, spoilt, nameless, formula, short = rows_of(answer)
    assert listed["№"] == "1"
    assert (listed["verdict"], listed["record"]) == ("listed", record)
    assert listed["record_name"] == RUSLAN["locator"]
    assert listed["link"] == f"http://registry.test/v1/casualties/{record}"
    assert 0.95 <= float(listed["score"]) <= 1
    assert listed["explanation"].startswith("Listed: ")
    assert "Surname the same" in listed["explanation"]
    assert (other["verdict"], other["record"], other["link"]) == ("not_listed", "", "")
    assert spoilt["record"] == record
    assert "left out «Дата рождения»: «весной» is not a date" in spoilt["explanation"]
    assert (nameless["verdict"], nameless["explanation"]) == ("", "Not looked up: there is no name.")
    assert formula["ФИО"].startswith("'=")
    assert short["verdict"] == ""
    assert "has 2 cells" in short["explanation"]
    assert (answer.headers["Poimenno-Rows"], answer.headers["Poimenno-Rejected"]) == ("6", "3")


async def test_a_checked_sheet_is_checked_anew(door: Door) -> None:
    once = (await send(door, SHEET)).content
    await door.put(RUSLAN)
    again = rows_of(await send(door, once))
    assert again[0]["verdict"] == "listed"
    assert list(again[0]) == ["№", "ФИО", "Дата рождения", "Регион", *RESULT_COLUMNS]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251", "utf-16"])
async def test_usual_encodings_are_read(door: Door, encoding: str) -> None:
    (record,) = await door.put(RUSLAN)
    text = "ФИО;Регион\nХисамутдинов Руслан Рамилевич;Республика Башкортостан\n"
    assert [row["record"] for row in rows_of(await send(door, text.encode(encoding)))] == [record]
    media = "text/csv; charset=windows-1251"
    assert [row["record"] for row in rows_of(await send(door, text.encode("cp1251"), media))] == [record]


async def test_a_workbook_is_answered_by_a_workbook(door: Door) -> None:
    (record,) = await door.put(RUSLAN)
    body = workbook(("Имя", "born"), ("Руслан Хисамутдинов", 1985), ("Пробин Проба", None))
    answer = await send(door, body, MEDIA["xlsx"])
    assert answer.headers["content-type"] == MEDIA["xlsx"]
    heading, first, second = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    found = dict(zip(heading, first, strict=True))
    assert (found["Имя"], found["record"]) == ("Руслан Хисамутдинов", record)
    assert isinstance(found["score"], float)
    assert second[2] == "not_listed"
    asked = await send(door, body, "application/octet-stream", format="csv")
    assert asked.headers["content-type"].startswith("text/csv")


async def test_a_form_with_a_file_is_taken(door: Door) -> None:
    (record,) = await door.put(RUSLAN)
    file = {"file": ("names.csv", "кто\nХисамутдинов Руслан\n".encode(), "text/csv")}
    answer = await door.ask("POST", "/v1/check", files=file, params={"column": "name=кто", "kind": "casualty"})
    assert [row["record"] for row in rows_of(answer)] == [record]
    problem_in(await door.ask("POST", "/v1/check", files={**file, "other": file["file"]}), 400)
    problem_in(await send(door, b"nonsense", f"{MULTIPART}; boundary=x"), 400)
    problem_in(await send(door, b"nonsense", MULTIPART), 400)


async def test_of_two_columns_of_names_the_first_counts_unless_one_is_named(door: Door) -> None:
    (record,) = await door.put(RUSLAN)
    sheet = "ФИО,Full name,ФИО\nХисамутдинов Руслан Рамилевич,Nobody Somebody,Никто Некто\n"
    assert [row["record"] for row in rows_of(await send(door, sheet))] == [record]
    assert [row["record"] for row in rows_of(await send(door, sheet, column="name=Full name"))] == [""]


async def test_merged_cells_and_formulas_that_tell_nothing_cost_their_rows_only(door: Door) -> None:
    (record,) = await door.put(RUSLAN)
    book = Workbook()
    for row in (("ФИО", "Дата рождения"), ("Хисамутдинов Руслан Рамилевич", "1985"), ("=A2", "1985"), ("Пробин", ""),
                ("", "1990"), ("Хисамутдинов Руслан Рамилевич", "#ССЫЛКА!")):  # fmt: skip
        book.active.append(row)
    book.active.merge_cells("A4:A5")
    file = io.BytesIO()
    book.save(file)
    answer = await send(door, file.getvalue(), MEDIA["xlsx"], format="csv")
    listed, formula, *merged, error = rows_of(answer)
    assert (listed["record"], error["record"]) == (record, record)
    assert "formula without a stored result" in formula["explanation"]
    assert ["merged" in row["explanation"] for row in merged] == [True, True]
    assert answer.headers["Poimenno-Rejected"] == "4"


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("body", "media", "status", "told"),
    [
        (b"", "text/csv", 422, "empty"),
        (b"\r\n\r\n", "text/csv", 422, "no header"),
        ("кто,откуда\nТестов,\n", "text/csv", 422, "No column holds names"),
        (b"PK\x03\x04 and nothing", "text/csv", 422, "damaged"),
        (bomb(), MEDIA["xlsx"], 422, "unpacks into more"),
        (b"%PDF-1.7", "text/csv", 422, "PDF"),
        (b"[]", "application/json", 415, "text/csv"),
        ("ФИО\nТестов\n", "text/csv; charset=nonsense", 422, "no encoding"),
        ("ФИО\n" + "Тестов\n" * (sheets.MOST_ROWS + 1), "text/csv", 413, "10,000 rows"),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_what_is_no_sheet_of_names(door: Door, body: bytes | str, media: str, status: int, told: str) -> None:
    assert told in problem_in(await send(door, body, media), status)["detail"]


async def test_a_wrong_parameter_is_told(door: Door) -> None:
    for parameters in ({"column": "name"}, {"column": "shoe=ФИО"}, {"column": "name=нет"}, {"kind": "dog"}, {"x": 1}):
        problem_in(await send(door, SHEET, **parameters), 422)


async def test_no_more_sheets_than_there_are_places(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = asyncio.BoundedSemaphore(1)
    monkeypatch.setattr(sheets, "_places", taken)
    async with taken:
        answer = await send(door, SHEET)
        problem_in(answer, 429)
        assert int(answer.headers["Retry-After"]) > 0
    assert (await send(door, SHEET)).status_code == 200


def kept_in(directory: Path) -> list[Path]:
    return sorted(directory.rglob("*"))


async def test_nothing_of_a_sheet_is_logged_or_kept(
    door: Door, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = kept_in(tmp_path)
    await send(door, "ФИО\nСекретов Секрет\n")
    await send(door, "Секретов Секрет\n")
    assert "Секретов" not in capsys.readouterr().err
    assert kept_in(tmp_path) == before
