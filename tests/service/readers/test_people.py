"""Which column of a sheet says what."""

from pathlib import Path

import pytest

from service.readers.errors import UnreadableFile, WrongMapping
from service.readers.people import FIELDS, find_columns, open_people


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["№", "ФИО", "Дата рождения", "Регион"], {"name": 1, "born": 2, "region": 3}),
        (["Фамилия", "Имя", "Отчество"], {"family": 0, "given": 1, "patronymic": 2}),
        (["surname", "first name", "middle_name"], {"family": 0, "given": 1, "patronymic": 2}),
        (["Имя"], {"name": 0}),
        (["Ф.И.О.", "Name"], {"name": 0}),
        (["full name", "DOB", "Rank", "Суд", "Статья", "УИД"],
         {"name": 0, "born": 1, "rank": 2, "court": 3, "article": 4, "uid": 5}),
        (list(FIELDS), {field: place for place, field in enumerate(FIELDS)}),
    ],
)  # fmt: skip
def test_columns_are_found_by_their_headings(columns: list[str], found: dict[str, int]) -> None:
    assert find_columns(columns, {}) == found


def test_columns_are_named() -> None:
    assert find_columns(["кто", "Регион", "откуда"], {"name": "Кто", "region": "откуда"}) == {"name": 0, "region": 2}
    assert find_columns(["Фамилия", "Имя"], {"name": "Имя"}) == {"name": 1, "family": 0}


@pytest.mark.parametrize(
    ("columns", "named", "told"),
    [
        (["кто", "откуда"], {}, "No column holds names; there are «кто», «откуда»"),
        (["Тестов Тест"], {}, "No column holds names"),
        (["ФИО"], {"shoe": "ФИО"}, "no field «shoe»"),
        (["ФИО"], {"name": "Имя"}, "no column «Имя»; there are «ФИО»"),
    ],
)
def test_a_sheet_that_does_not_say_whom_is_refused(columns: list[str], named: dict[str, str], told: str) -> None:
    with pytest.raises(WrongMapping, match=told):
        find_columns(columns, named)


def test_a_sheet_in_an_old_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes("ФИО;Регион\nТестов Тест;Башкирия\nПробин\n".encode("cp1251"))
    with open_people(path, named={}) as sheet:
        rows = list(sheet.rows)
    assert [row.values for row in rows] == [("Тестов Тест", "Башкирия"), ("Пробин", "")]
    assert [row.problem is None for row in rows] == [True, False]


def test_what_is_no_sheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "names.pdf"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(UnreadableFile, match="PDF"), open_people(path, named={}):
        pass
