"""Ranges of days agree by how wide they are, and lie apart by calendar years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.compare.dates import compare_births, compare_deaths, compare_events, show, slipped
from matching.profile import Span


def span(first: str, last: str | None = None) -> tuple[Span, ...]:
    return (Span(date.fromisoformat(first).toordinal(), date.fromisoformat(last or first).toordinal()),)


YEAR_1980 = span("1980-01-01", "1980-12-31")


@pytest.mark.parametrize(
    ("other", "agreement", "least", "most"),
    [
        (span("1980-05-05"), "compatible", 4.0, 5.5),
        (YEAR_1980, "compatible", 4.0, 5.0),
        (span("1981-01-01", "1981-12-31"), "a_year_off", -2.0, -1.0),
        (span("1983-01-01", "1983-12-31"), "years_off", -6.0, -4.0),
        (span("1985-01-01", "1985-12-31"), "apart", -13.0, -10.0),
        (span("1975-12-31"), "apart", -13.0, -10.0),
    ],
)
def test_births(other: tuple[Span, ...], agreement: str, least: float, most: float) -> None:
    found = compare_births(YEAR_1980, other)
    assert found.agreement == agreement
    assert least <= found.weight <= most
    assert compare_births(other, YEAR_1980).weight == found.weight


def test_the_same_day_tells_most() -> None:
    day = span("1980-05-05")
    assert compare_births(day, day).weight > compare_births(day, YEAR_1980).weight > 0
    assert compare_deaths(day, day).agreement == "same_day"
    assert compare_deaths(day, span("1980-05-10")).agreement == "days_off"


def test_other_days_in_court_say_nothing() -> None:
    assert compare_events(span("2023-09-14"), span("2023-10-14")) is None


def test_the_closest_of_several_ranges_counts() -> None:
    assert compare_births(YEAR_1980, (*span("1960-01-01"), *span("1980-05-05"))).agreement == "compatible"


@given(st.integers(-10, 4_000_000), st.integers(-10, 4_000_000))
def test_any_span_is_shown(first: int, last: int) -> None:
    assert show(Span(first, last))


@pytest.mark.parametrize(
    ("left", "right", "slip"),
    [
        ("1990-03-04", "1990-04-03", True),
        ("1990-03-14", "1990-03-15", True),
        ("1990-03-31", "1990-04-01", True),
        ("1990-03-14", "1991-03-14", True),
        ("1990-03-14", "1980-03-14", False),
        ("1990-03-12", "1990-03-21", True),
        ("1990-03-14", "1990-08-22", False),
        ("1990-11-22", "1991-02-05", False),
    ],
)
def test_a_slip_of_a_date_is_a_digit_a_day_or_day_for_month(left: str, right: str, slip: bool) -> None:
    one, other = (date.fromisoformat(day).toordinal() for day in (left, right))
    assert slipped(one, other) == slipped(other, one) == slip
