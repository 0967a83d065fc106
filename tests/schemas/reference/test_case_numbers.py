"""Case numbers: what is one, and its one spelling."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from schemas.reference.case_numbers import LONGEST_TEXT, parse_case_numbers

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "case_numbers.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "numbers"), list(CASES.items()))
def test_the_numbers_in_a_text(text: str, numbers: list[str]) -> None:
    assert parse_case_numbers(text) == tuple(numbers)


@given(st.text(alphabet="0123456789-/ АУКMу()№;–", max_size=60) | st.text(max_size=60))
def test_a_normalised_number_is_read_as_itself(text: str) -> None:
    for number in parse_case_numbers(text):
        assert parse_case_numbers(number) == (number,)


@given(st.integers(1, 22), st.integers(1, 99999), st.integers(2000, 2030))
def test_any_ordinary_number_is_read(index: int, number: int, year: int) -> None:
    assert parse_case_numbers(f"дело № {index}-{number}/{year} г.") == (f"{index}-{number}/{year}",)


def test_a_long_text_is_read_at_its_beginning_only() -> None:
    assert parse_case_numbers("1-" * 5_000_000) == ()
    assert parse_case_numbers("1-25/2025 " + "9" * 10_000_000) == ("1-25/2025",)
    assert parse_case_numbers(" " * LONGEST_TEXT + "1-25/2025") == ()
