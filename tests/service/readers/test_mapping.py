"""Mappings: a wrong one is refused with every problem named, a right one makes reports of rows."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.readers.errors import UnreadableFile, WrongMapping
from service.readers.mapped import map_rows
from service.readers.mapping_file import build_mapping, load_mapping
from service.readers.report_file import open_reports
from service.readers.rows import Cells, Row, Sheet

CASUALTY = """
kind = "casualty"
ignore = ["№"]
[constants]
"document.source" = "example"
"document.title" = "Пример"
"document.published_on" = 2022-11-24
"casualty.names[0].lang" = "ru"
"casualty.names[1].type" = "alias"
[columns]
"ФИО" = {to = "casualty.names[0].full", required = true}
"Прозвище" = {to = "casualty.names[1].full"}
"Статус" = {to = "casualty.status", required = true, values = {"двухсотый" = "killed"}}
"Умер" = {to = "casualty.died", as = "date"}
"Возраст" = {to = "casualty.age.years"}
"Категория" = {to = "casualty.categories", split = ";"}
"""
CASE = """
kind = "case"
[constants]
"document.source" = "example"
"document.title" = "Пример"
"case.defendants[0].charges[].code" = "uk_rf"
"case.events[0].type" = "sentenced"
[columns]
"Подсудимый" = {to = "case.defendants[0].described_as"}
"Обвинение" = {to = "case.defendants[0].charges[].text", split = ";"}
"Приговор" = {to = "case.events[0].date", as = "date"}
"""


def mapped(mapping: str, columns: list[str], *rows: list[str]) -> list[Row]:
    sheet = Sheet(tuple(columns), (Cells(line, tuple(row)) for line, row in enumerate(rows, start=2)))
    return list(map_rows(sheet, build_mapping(tomllib.loads(mapping))))


def report(mapping: str, **cells: str) -> dict[str, Any]:
    (row,) = mapped(mapping, list(cells), list(cells.values()))
    assert row.report is not None, row.problem
    return row.report


def test_a_row_becomes_a_report() -> None:
    assert report(
        CASUALTY, ФИО="Тестов", Статус="Двухсотый", Умер="16.11.2022", Возраст="37", Категория="офицер; чвк"
    ) == {
        "kind": "casualty",
        "document": {"source": "example", "title": "Пример", "published_on": "2022-11-24"},
        "casualty": {
            "names": [{"full": "Тестов", "lang": "ru"}],
            "status": "killed",
            "died": "2022-11-16",
            "age": {"years": 37},
            "categories": ["officer", "pmc"],
        },
    }


def test_a_constant_beside_an_empty_cell_makes_nothing() -> None:
    names = report(CASUALTY, ФИО="Тестов", Прозвище="Пример", Статус="killed")["casualty"]["names"]
    assert names == [{"full": "Тестов", "lang": "ru"}, {"full": "Пример", "type": "alias"}]
    assert "events" not in report(CASE, Подсудимый="мужчина", Приговор="")["case"]


def test_each_part_of_a_split_cell_is_an_item_with_its_constants() -> None:
    charges = report(CASE, Обвинение="ст. 313 УК РФ; ; ст. 338 УК РФ")["case"]["defendants"][0]["charges"]
    assert charges == [{"text": "ст. 313 УК РФ", "code": "uk_rf"}, {"text": "ст. 338 УК РФ", "code": "uk_rf"}]


def test_every_unreadable_cell_of_a_row_is_named_and_the_next_row_stands() -> None:
    bad, good = mapped(CASUALTY, ["ФИО", "Статус", "Умер"], ["", "жив-здоров", "31.02.2022"], ["Тестов", "погиб", ""])
    assert (bad.line, bad.report, bad.field, bad.raw) == (2, None, "ФИО", ("", "жив-здоров", "31.02.2022"))
    assert bad.problem is not None
    assert bad.problem.startswith("column «ФИО»: is empty; column «Статус»: «жив-здоров» is no word for one of")
    assert "column «Умер»: «31.02.2022» is not a day of the calendar" in bad.problem
    assert good.report is not None


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (["ФИО"], "column «Статус» is missing"),
        (["ФИО", "Статус", "Статус"], "column «Статус» comes twice"),
        (["ФИО", "Статус", "Умер "], "column «Умер » is unknown .meant «Умер»"),
        (["ФИО", "Статус", "Рост"], "column «Рост» is unknown; map it or put it into `ignore`"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(columns: list[str], words: str) -> None:
    with pytest.raises(WrongMapping, match=words):
        mapped(CASUALTY, columns)


def test_ignored_columns_and_those_of_a_rejected_file_do_no_harm() -> None:
    columns = ["rejected_line", "rejected_field", "rejected_reason", "№", "ФИО", "Статус"]
    assert mapped(CASUALTY, columns, ["7", "", "words", "1", "Тестов", "погиб"])[0].problem is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("kind = ", "sort = "), "kind: Field required"),
        (('"casualty"\n', '"person"\n'), "kind: Input should be 'casualty' or 'case'"),
        (("casualty.died", "casualty.dead"), "there is no field «dead» here; there are names, sex"),
        (("casualty.died", "casualty.home"), "is a group of fields; name one of them: region, place"),
        (("casualty.died", "casualty.names.full"), "say which of its items"),
        (("casualty.died", "casualty.died[0]"), "this is no list"),
        (("casualty.died", "casualty.died.day"), "has no parts"),
        (("casualty.died", "Casualty died"), "is not a path"),
        (("casualty.died", "kind"), "`kind` is said once"),
        (("casualty.died", "casualty.status"), "casualty.status is given twice"),
        (("casualty.names[1].full", "casualty.names[].full"), "needs `split`"),
        (('as = "date"', 'split = ";"'), "`split` needs a list"),
        (('as = "date"', 'formats = ["DD.MM"]'), "is not a date format"),
        (('as = "date"', 'as = "day"'), r"columns.Умер.as: Input should be 'text'"),
        (('as = "date"', 'like = "date"'), r"columns.Умер.like: Extra inputs"),
        (('= "killed"', '= "dead"'), "status can't be «dead»"),
        (('"example"', '["example"]'), "needs one value, not a list"),
        (('"alias"', '"nickname"'), "constant «casualty.names.1..type»: can't be «nickname»"),
        (('"document.source"', '"document.archived_url"'), "nothing gives document.source"),
        (('"document.title"', '"document.archived_url"'), "nothing gives document.url or document.title"),
        (
            ('"casualty.status", required = true, values = {"двухсотый" = "killed"}', '"casualty.unit"'),
            "gives casualty.st",
        ),
    ],
)
def test_a_wrong_mapping_is_refused_in_words(change: tuple[str, str], words: str) -> None:
    assert change[0] in CASUALTY
    with pytest.raises(WrongMapping, match=words):
        build_mapping(tomllib.loads(CASUALTY.replace(*change)))


def test_a_list_is_written_in_one_way() -> None:
    both = CASE + '"Второе" = {to = "case.defendants[0].charges[1].text"}\n'
    with pytest.raises(WrongMapping, match=r"case.defendants\[0\].charges is written both with \[\] and with a number"):
        build_mapping(tomllib.loads(both))


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(WrongMapping) as raised:
        build_mapping(tomllib.loads(CASUALTY.replace("casualty.died", "casualty.dead").replace('"alias"', '"x"')))
    assert "«dead»" in str(raised.value)
    assert "«x»" in str(raised.value)


def test_a_file_that_is_no_mapping_is_named(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text("kind = ")
    with pytest.raises(WrongMapping, match="m.toml is not TOML"):
        load_mapping(path)
    path.write_bytes(CASUALTY.encode("cp1251"))
    with pytest.raises(WrongMapping, match="m.toml is not TOML"):
        load_mapping(path)
    with pytest.raises(UnreadableFile, match="no such file"):
        load_mapping(tmp_path / "gone.toml")


@pytest.mark.parametrize(
    ("name", "mapping", "error", "words"),
    [
        ("a.csv", None, WrongMapping, "needs a mapping"),
        ("a.ndjson", CASUALTY, WrongMapping, "a mapping is for CSV and XLSX"),
        ("a.ods", CASUALTY, UnreadableFile, "read from .ndjson, .csv and .xlsx"),
    ],
)
def test_file_and_mapping_must_go_together(
    tmp_path: Path, name: str, mapping: str | None, error: type[Exception], words: str
) -> None:
    built = build_mapping(tomllib.loads(mapping)) if mapping else None
    with pytest.raises(error, match=words), open_reports(tmp_path / name, built):
        pass


def test_what_fails_in_the_callers_hands_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("ФИО,Статус\nТестов,погиб\n", encoding="utf-8")
    with pytest.raises(ConnectionError), open_reports(path, build_mapping(tomllib.loads(CASUALTY))):
        raise ConnectionError


@given(st.lists(st.text(max_size=12), min_size=5, max_size=5))
def test_any_cells_make_a_report_or_a_problem(cells: list[str]) -> None:
    (row,) = mapped(CASUALTY, ["ФИО", "Статус", "Умер", "Возраст", "Категория"], cells)
    assert (row.report is None) != (row.problem is None)


SCALAR = st.text(max_size=8) | st.integers() | st.booleans()


@given(
    st.dictionaries(
        st.sampled_from(["kind", "columns", "constants", "file", "ignore", "x"]),
        SCALAR
        | st.dictionaries(
            st.text(max_size=8), SCALAR | st.dictionaries(st.sampled_from(["to", "as", "split"]), SCALAR)
        ),
    )
)
def test_any_table_is_a_mapping_or_refused(table: dict[str, object]) -> None:
    with pytest.raises(WrongMapping):
        build_mapping(table)
