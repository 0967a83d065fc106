"""A list of names, pasted or as a file: rows with verdicts, a progress bar that moves, files to keep."""

import asyncio
import csv
import io
from base64 import b64decode
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]

from service.http import sheets
from tests.service.http.door import casualty
from tests.service.web.browsing import Browsing
from tests.service.web.reading import Element


async def send(
    site: Browsing, status: int = 200, file: bytes | None = None, name: str = "x.csv", **fields: Any
) -> Element:
    files = {"file": (name, file or b"", "application/octet-stream")}
    return await site.visit("/check", status, method="POST", files=files, data=fields)


def rows_of(page: Element) -> list[list[str]]:
    """The cells of the answered rows."""
    bodies = [one for one in page.one("table", class_="checked").every("tbody") if not one.has({"class": "step"})]
    return [[cell.text for cell in row.every("th") + row.every("td")] for body in bodies for row in body.every("tr")]


def kept(page: Element, format: str) -> bytes:
    (link,) = page.every("a", download=f"checked.{format}")
    return b64decode(link.attributes["href"].partition(",")[2])


async def test_names_one_a_line(site: Browsing) -> None:
    (id_,) = await site.put(casualty("Тестов Тест Тестович"))
    page = await send(site, names="Testov Test Testovich\r\nПробин, Проба\n\nТестов Тест Тестович\n")
    rows = rows_of(page)
    assert [row[1] for row in rows] == ["Testov Test Testovich", "Пробин, Проба", "Тестов Тест Тестович"]
    assert rows[1][2] == "Not listed in the sources read"
    assert rows[2][3] == "Тестов Тест Тестович"
    assert page.every("a", href=f"/casualties/{id_}")


async def test_a_pasted_table_and_a_file_keep_their_columns(site: Browsing) -> None:
    await site.put(casualty("Тестов Тест", born="1985"))
    for given in ({"names": "ФИО\tГод рождения\tПометка\nТестов Тест\t1985\t=1+1\n"},
                  {"file": "ФИО,Год рождения,Пометка\nТестов Тест,1985,=1+1\n".encode()}):  # fmt: skip
        page = await send(site, **given)
        assert rows_of(page)[0][:4] == ["1", "Тестов Тест", "1985", "=1+1"]
        told = list(csv.DictReader(io.StringIO(kept(page, "csv").decode("utf-8-sig"))))
        assert told[0]["Пометка"] == "'=1+1"
        assert told[0]["link"].startswith("http://registry.test/casualties/cas-")
        sheet = load_workbook(io.BytesIO(kept(page, "xlsx"))).active
        assert [cell.value for cell in sheet[1]][:4] == ["ФИО", "Год рождения", "Пометка", "verdict"]


async def test_a_workbook(site: Browsing) -> None:
    await site.put(casualty("Тестов Тест"))
    book, file = Workbook(), io.BytesIO()
    book.active.append(["Кто"])
    book.active.append(["Тестов Тест"])
    book.save(file)
    assert "No column holds names" in (await send(site, 422, file.getvalue(), "x.xlsx")).one(role="alert").text
    assert len(rows_of(await send(site, 200, file.getvalue(), "x.xlsx", column="Кто"))) == 1


async def test_the_bar_moves_while_rows_come(site: Browsing) -> None:
    names = "\n".join(f"Тестов Тест{'аеиоу'[n % 5] * (n % 7)}" for n in range(120))
    page = await send(site, names=names)
    steps = [one.one("progress").attributes for one in page.every("tbody", class_="step")]
    assert [(one["value"], one["max"]) for one in steps] == [("50", "120"), ("100", "120"), ("120", "120")]
    assert page.one("table", class_="checked").inside[-1] is page.every("tbody", class_="step")[-1]
    assert len(rows_of(page)) == 120
    assert "120 rows were checked" in page.one(role="status").text


@pytest.mark.parametrize(
    ("file", "fields", "status", "told"),
    [
        (None, {}, 400, "Choose a file, or paste names"),
        (b"PK\x03\x04broken", {}, 422, "damaged"),
        ("ФИО\n".encode() + "Тестов\n".encode() * (sheets.MOST_ROWS + 1), {}, 413, "10,000 rows"),
        (b"name\nx\n", {"column": "<b>"}, 422, "no column"),
    ],
)
async def test_what_cannot_be_checked_is_told_beside_the_form(
    site: Browsing, file: bytes | None, fields: dict[str, str], status: int, told: str
) -> None:
    page = await send(site, status, file, **fields)
    assert told in page.one(role="alert").text
    assert page.one("form").attributes["enctype"] == "multipart/form-data"


async def test_too_much_is_refused(site: Browsing) -> None:
    page = await send(site, 413, b"x" * (17 * 2**20))
    assert "larger than 16 MB" in page.text


async def test_hostile_cells_are_shown_and_not_carried_out(site: Browsing) -> None:
    page = await send(site, names="name\n<script>alert(1)</script> Тестов<!--ROWS-->\n")
    assert not page.every("script")
    assert rows_of(page)[0][1] == "<script>alert(1)</script> Тестов<!--ROWS-->"


async def test_who_comes_when_all_places_are_taken_is_told(site: Browsing, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = asyncio.BoundedSemaphore(1)
    monkeypatch.setattr(sheets, "_places", taken)
    async with taken:
        await send(site, 429, names="Тестов Тест")
    await send(site, names="Тестов Тест")
    assert not taken.locked()
