"""Dates and durations: what is accepted, what it means, what is refused."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from schemas.dates import (
    OPEN_END,
    OPEN_START,
    DateRange,
    EdtfDate,
    IsoDuration,
    birth_years,
    bounds,
    canonical_duration,
    canonical_edtf,
    duration_months,
    precision,
    tolerant_bounds,
)

ACCEPTED = [
    ("2022-11-16", "2022-11-16", "2022-11-16"),
    ("2022-11", "2022-11-01", "2022-11-30"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2022", "2022-01-01", "2022-12-31"),
    ("2022-11~", "2022-11-01", "2022-11-30"),
    ("2022?", "2022-01-01", "2022-12-31"),
    ("2022-11-16%", "2022-11-16", "2022-11-16"),
    ("202X", "2020-01-01", "2029-12-31"),
    ("19XX", "1900-01-01", "1999-12-31"),
    ("2022-XX", "2022-01-01", "2022-12-31"),
    ("2022-XX-XX", "2022-01-01", "2022-12-31"),
    ("2022-11-XX", "2022-11-01", "2022-11-30"),
    ("2022-21", "2022-03-01", "2022-05-31"),
    ("2022-23", "2022-09-01", "2022-11-30"),
    ("2022-24", "2022-12-01", "2023-02-28"),
    ("2022-11-01/2022-11-05", "2022-11-01", "2022-11-05"),
    ("2022-11/2022-11-20", "2022-11-01", "2022-11-20"),
    ("2022-11~/2022-12-XX", "2022-11-01", "2022-12-31"),
    ("[1984,1985]", "1984-01-01", "1985-12-31"),
    ("[2022-11-16,2022-11-17]", "2022-11-16", "2022-11-17"),
]
REFUSED = [
    "", " ", "2022-13", "2022-00", "2022-02-30", "2022-11-00", "2022-11-31", "2022-1-1", "22-11-16", "16.11.2022",
    "2022-11-16T10:00:00", "2022-25", "2022-33", "2022-21-05", "202X-11", "2022-XX-16", "2022-1X",
    "XXXX", "0000", "000X", "1849", "2101", "18XX", "-1000", "Y17000", "٢٠٢٢", "２０２２", "2022-11-16\x00",
    "2022\ud800", "2022-11-05/2022-11-01", "../..", "/", "2022/2023/2024", "[1984,1985", "[]", "[1984,]",
    "[1984..1986]", "{1984,1985}", "2022-11-16\n", "null", "2022–11", "20221116", "2022-W46", "2022-320",
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "last"), ACCEPTED)
def test_a_date_means_the_days_it_names(text: str, first: str, last: str) -> None:
    assert bounds(text) == DateRange(date.fromisoformat(first), date.fromisoformat(last))
    assert canonical_edtf(text) == text


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_date_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]{2,} [a-z]{2,}"):
        bounds(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (" 2022-11 ", "2022-11"),
        ("202x", "202X"),
        ("[1985, 1984]", "[1984,1985]"),
        ("[1984,1984]", "1984"),
        ("2022 / 2023", "2022/2023"),
    ],
)
def test_the_canonical_spelling_is_one(text: str, canonical: str) -> None:
    assert canonical_edtf(text) == canonical
    assert canonical_edtf(canonical) == canonical


@pytest.mark.parametrize("text", ["2022-11-01/..", "2022-11-01/"])
def test_an_interval_without_end_is_open(text: str) -> None:
    assert bounds(text) == DateRange(date(2022, 11, 1), OPEN_END)
    assert bounds("../2022") == DateRange(OPEN_START, date(2022, 12, 31))


def test_about_widens_only_the_tolerant_bounds() -> None:
    assert tolerant_bounds("2022-11-16~") == DateRange(date(2022, 11, 15), date(2022, 11, 17))
    assert tolerant_bounds("2022-11%").contains(bounds("2022-12-01"))
    assert tolerant_bounds("1985~").overlaps(bounds("1984"))
    assert tolerant_bounds("2022-11?") == bounds("2022-11")


def test_ranges_compare_by_days() -> None:
    month, day = bounds("2022-11"), bounds("2022-11-16")
    assert month.contains(day)
    assert not day.contains(month)
    assert month.overlaps(day)
    assert month.intersection(bounds("2022-11-20/2022-12")) == bounds("2022-11-20/2022-11-30")
    assert month.intersection(bounds("2023")) is None
    assert (day.days, precision("2022-11"), precision("2024")) == (1, 30, 366)


@pytest.mark.parametrize(
    ("age", "as_of", "years"),
    [
        (37, "2022-11", "[1984,1985]"),
        (37, "2022-11-24", "[1984,1985]"),
        (37, "2022-12-31", "1985"),
        (37, "2022-01-01", "[1984,1985]"),
        (0, "2022", "[2021,2022]"),
        (25, "2022/2023", "[1996,1997,1998]"),
        (25, "19XX", "1874/1974"),
    ],
)
def test_an_age_gives_birth_years(age: int, as_of: str, years: str) -> None:
    assert birth_years(age, as_of) == years


@pytest.mark.parametrize(("age", "as_of"), [(-3, "2022"), (131, "2022"), (37, "2022/.."), (37, "2022-13")])
def test_an_impossible_age_is_refused(age: int, as_of: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]{2,} [a-z]{2,}"):
        birth_years(age, as_of)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 40), st.integers(0, 365))
def test_the_birth_year_is_always_among_those_of_the_age(born: date, age: int, days: int) -> None:
    birthday = born.replace(year=born.year + age, day=min(born.day, 28))
    at = birthday.toordinal() + days % 360
    as_of = date.fromordinal(at) if born.day <= 28 else birthday.replace(month=12, day=30)
    if as_of.year <= 2100 and as_of >= birthday and born.day <= 28:
        assert bounds(birth_years(age, as_of.isoformat())).contains(DateRange(born, born))


@given(st.text(max_size=40) | st.from_regex(r"\A[\[0-9Xx/.~?%, \]-]{1,24}\Z"))
def test_any_text_has_an_answer(text: str) -> None:
    try:
        canonical = canonical_edtf(text)
    except ValueError:
        return
    assert canonical.isascii()
    assert canonical_edtf(canonical) == canonical
    assert bounds(canonical) == bounds(text)
    assert bounds(text).first <= bounds(text).last


@settings(deadline=None, max_examples=60)  # the first call builds the package's grammar
@given(st.from_regex(r"\A(19|20)[0-9]{2}((-[01][0-9](-[0-3][0-9])?)?[?~%]?|-2[123])\Z"))
def test_single_dates_agree_with_the_edtf_package(text: str) -> None:
    edtf = pytest.importorskip("edtf")
    try:
        expected = edtf.parse_edtf(text)
    except edtf.parser.edtf_exceptions.EDTFParseException:
        expected = None
    if expected is None:
        with pytest.raises(ValueError, match=" "):
            bounds(text)
    else:
        first, last = tuple(expected.lower_strict())[:3], tuple(expected.upper_strict())[:3]
        assert bounds(text) == DateRange(date(*first), date(*last))


@pytest.mark.parametrize(
    ("text", "canonical", "months"),
    [
        ("P8Y6M", "P8Y6M", 102.0),
        ("P2M", "P2M", 2.0),
        ("P120D", "P120D", 120 / 30.4375),
        ("P3W", "P3W", 21 / 30.4375),
        ("p3y", "P3Y", 36.0),
        ("P03Y0M", "P3Y", 36.0),
        ("P18M", "P18M", 18.0),
    ],
)
def test_durations(text: str, canonical: str, months: float) -> None:
    assert canonical_duration(text) == canonical
    assert duration_months(text) == pytest.approx(months)


@pytest.mark.parametrize(
    "text",
    ["", "P", "-P3Y", "P-3Y", "PT5H", "P1DT4H", "P1.5Y", "P0D", "P1M1Y", "P٣Y", "3Y", "P99999Y", "P3Y\x00"],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        canonical_duration(text)


def test_ten_megabytes_are_refused_at_once() -> None:
    for refuse in (bounds, canonical_duration):
        with pytest.raises(ValueError, match=r"[a-z]{2,} [a-z]{2,}") as refused:
            refuse("P2022" * 2_000_000)
        assert len(str(refused.value)) < 200


def test_pydantic_types_give_the_canonical_text() -> None:
    assert TypeAdapter(EdtfDate).validate_python("[1985, 1984]") == "[1984,1985]"
    assert TypeAdapter(IsoDuration).validate_python("p8y6m") == "P8Y6M"
    for wrong in ("2022-13", "2022" * 1_000_000, -3, None):
        with pytest.raises(ValidationError):
            TypeAdapter(EdtfDate).validate_python(wrong)
