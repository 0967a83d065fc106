"""Names: what may be one, and what a spreadsheet leaves where a name should be."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
import russiannames
from pydantic import ValidationError

from schemas.names import PersonName
from schemas.reference.placeholders import is_placeholder


@pytest.mark.parametrize("full", ["Ли", "А.", "Тестов Т. Т.", "O'Брайен", "李", "13-й Тест"])
def test_what_has_a_letter_may_be_a_name(full: str) -> None:
    assert PersonName(full=full).text == full


@pytest.mark.parametrize(
    "full", ["12345", "-", "???", "🙂", "#REF!", "#n/a", "#DIV/0!", "=A1", '=HYPERLINK("x")', "+A1"]
)
def test_what_a_spreadsheet_leaves_is_no_name(full: str) -> None:
    with pytest.raises(ValidationError, match="no name"):
        PersonName(full=full)


def test_a_call_sign_may_be_a_number() -> None:
    assert PersonName(full="200", type="call_sign").text == "200"


def test_a_name_reads_as_it_is_written() -> None:
    with pytest.raises(ValidationError, match="direction"):
        PersonName(full="Тестов\u202eТест")


@pytest.mark.parametrize(
    "full",
    [
        "N/A", "n/a", "н/д", "Н / Д", "(н/д)", "неизвестно", "Неизвестно.", "НЕИЗВЕСТЕН", "не известно", "нет данных",
        "Данных нет", "имя не указано", "Имя и фамилия не названы", "ФИО неизвестно", "не установлен", "личность не "
        "установлена", "без имени", "неизвестный военнослужащий", "отсутствует", "нет", "аноним", "невідомо", "ім'я не "
        "вказано", "ім’я невідоме", "немає даних", "невідомий солдат", "не встановлено", "unknown", "Unknown",
        "name unknown", "not known", "name not given", "no name", "No data", "unknown soldier", "not available",
        "unidentified", "anonymous", "null", "NULL", "None", "NaN", "ххх",
    ],
)  # fmt: skip
def test_what_says_that_there_is_no_name_is_none(full: str) -> None:
    with pytest.raises(ValidationError, match="says that there is no name"):
        PersonName(full=full)


@pytest.mark.parametrize(
    "full",
    [
        "Неизвестный", "Неизвестный Тест", "Невідома", "Безымянный", "Безымянный Тест Тестович", "Не Тест", "Не", "На",
        "Ни", "Na", "NA", "No", "Man", "Null", "Null Test", "Nan", "Nil", "Н. Д.", "Н.Д.", "N.A.", "Missing",
        "Тестов Нет", "Без", "Нема", "First", "Name",
    ],
)  # fmt: skip
def test_what_somebody_may_be_called_is_a_name(full: str) -> None:
    assert PersonName(full=full).text == full


def test_no_surname_or_given_name_that_people_bear_is_refused() -> None:
    """Half a million names that were counted; those borne once are often no names themselves."""
    data = Path(russiannames.__file__).parent / "data"
    for table in ("surnames", "names", "midnames"):
        rows = duckdb.sql(f"SELECT text FROM read_parquet('{data / table}.parquet') WHERE count > 1").fetchall()
        assert len(rows) > 10_000
        assert [text for (text,) in rows if is_placeholder(text) or is_placeholder(text.upper())] == []


@pytest.mark.parametrize("field", ["family", "given", "patronymic"])
@pytest.mark.parametrize("text", ["-", "н/д", "нет", "#N/A"])
def test_a_part_of_a_name_is_looked_at_too_and_named(field: str, text: str) -> None:
    parts: dict[str, Any] = {"family": "Тестов", "given": "Тест", field: text}
    with pytest.raises(ValidationError, match="no name") as refused:
        PersonName(**parts)
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


def test_a_nickname_may_be_a_word_that_is_no_name() -> None:
    for full in ("Аноним", "Unknown", "Нет"):
        assert PersonName(full=full, type="call_sign").text == full
    for full in ("н/д", "неизвестно", "нет данных", "-"):
        with pytest.raises(ValidationError, match="no name"):
            PersonName(full=full, type="alias")
