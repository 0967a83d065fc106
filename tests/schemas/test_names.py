"""Names: what may be one, and what a spreadsheet leaves where a name should be."""

import pytest
from pydantic import ValidationError

from schemas.names import PersonName


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
