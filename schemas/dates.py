"""Dates as sources give them: EDTF (ISO 8601-2) levels 0 and 1 plus a one-of set, and ISO 8601 durations.

Own parser, because what is accepted here is small and strict: the `edtf` package needs 5–30 ms a value, accepts level 2
and times of day, and fails on open intervals. It is the oracle of `tests/schemas/test_dates.py` where both apply.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field

FIRST_YEAR, LAST_YEAR = 1850, 2100
"""The years a fact may lie in; what is outside is a typing error, not a soldier or a court case."""
OPEN_START, OPEN_END = date.min, date.max
"""The ends of an interval that has none (`../2022`, `2022-11/..`, `2022-11/`)."""
LONGEST_TEXT = 200
OLDEST_AGE = 130

_POINT = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%])?")
_DURATION = re.compile(r"P(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}


@dataclass(frozen=True, slots=True, order=True)
class DateRange:
    """All days from `first` to `last`, both included."""

    first: date
    last: date

    def contains(self, other: "DateRange") -> bool:
        """Whether every day of `other` lies in this range."""
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: "DateRange") -> bool:
        """Whether at least one day lies in both."""
        return self.first <= other.last and other.first <= self.last

    def intersection(self, other: "DateRange") -> "DateRange | None":
        """The days in both, or None."""
        return DateRange(max(self.first, other.first), min(self.last, other.last)) if self.overlaps(other) else None

    @property
    def days(self) -> int:
        """How many days the range holds (1 for a single day)."""
        return (self.last - self.first).days + 1

    @property
    def is_open(self) -> bool:
        """Whether the range has no first or no last day."""
        return self.first == OPEN_START or self.last == OPEN_END


@dataclass(frozen=True, slots=True)
class _Parsed:
    text: str
    """Canonical spelling."""
    range: DateRange
    """The days the text names, marks of doubt left aside."""
    tolerant: DateRange
    """The same, with one unit (day, month, year) more on each side where the text says "about"."""


def canonical_edtf(text: str) -> str:
    """The canonical spelling of an EDTF text (no blanks, `X` in capitals, sets ordered).

    Raises ValueError, in words, for anything but level 0–1 dates, seasons and intervals, or a set `[1984,1985]`.
    """
    return _parse(text).text


def bounds(edtf: str) -> DateRange:
    """First and last day that the text may mean. `?`, `~` and `%` do not widen it: see `tolerant_bounds`.

    An interval without an end reaches to `OPEN_START` or `OPEN_END`; a set `[1984,1990]` gives the range around it;
    winter is December with the two months that follow, and belongs to the year it begins in (ISO 8601-2 leaves seasons
    undefined; northern ones are meant). Raises ValueError as `canonical_edtf` does.
    """
    return _parse(edtf).range


def tolerant_bounds(edtf: str) -> DateRange:
    """`bounds`, with one unit of the text's own precision more on each side where it is approximate (`~`, `%`)."""
    return _parse(edtf).tolerant


def precision(edtf: str) -> int:
    """How many days the text may mean: 1 for a day, 30 for `2022-11`; the smaller the more precise."""
    return bounds(edtf).days


def birth_years(age: int, as_of: str) -> str:
    """The years in which someone was born who was `age` full years old at `as_of` (EDTF): `[1984,1985]` or `1985`.

    Raises ValueError for an age outside 0–130, or when `as_of` is an interval without an end.
    """
    if not 0 <= age <= OLDEST_AGE:
        raise ValueError(f"an age lies between 0 and {OLDEST_AGE} years, not {age}")
    at = bounds(as_of)
    if at.is_open:
        raise ValueError(f"an age needs a date that ends on both sides, not {as_of!r}")
    # Whoever is 37 on 31 December has had this year's birthday: only one year is left.
    first = at.first.year - age - (0 if (at.first.month, at.first.day) == (12, 31) else 1)
    last = at.last.year - age
    if first == last:
        return str(first)
    years = range(first, last + 1)
    return f"[{','.join(map(str, years))}]" if len(years) <= 12 else f"{first}/{last}"


def canonical_duration(text: str) -> str:
    """The canonical spelling of an ISO 8601 duration in years, months, weeks and days (`P8Y6M`; zero parts left out).

    Raises ValueError, in words, for an empty or zero duration, a negative one, fractions, and times of day.
    """
    parts = zip(_duration_parts(text), "YMWD", strict=True)
    return "P" + "".join(f"{number}{unit}" for number, unit in parts if number)


def duration_months(iso: str) -> float:
    """The length in months, for ordering only (a month is 30.4375 days). Raises ValueError as `canonical_duration`."""
    years, months, weeks, days = _duration_parts(iso)
    return years * 12 + months + (weeks * 7 + days) / 30.4375


EdtfDate = Annotated[
    str,
    Field(
        max_length=LONGEST_TEXT,
        description="A date in EDTF (ISO 8601-2) level 0 or 1, or a set of which one is right.",
        examples=["2022-11-16", "2022-11", "2022~", "2022-11-01/2022-11-05", "[1984,1985]"],
    ),
    AfterValidator(canonical_edtf),
]
IsoDuration = Annotated[
    str,
    Field(
        max_length=LONGEST_TEXT,
        description="An ISO 8601 duration in years, months, weeks and days.",
        examples=["P8Y6M", "P120D"],
    ),
    AfterValidator(canonical_duration),
]


def _parse(text: str) -> _Parsed:
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"a date has at most {LONGEST_TEXT} characters, not {len(text)}")
    return _parse_short(text)


@lru_cache(maxsize=65536)
def _parse_short(text: str) -> _Parsed:
    compact = text.strip(" ")
    if not compact:
        raise ValueError("the date is empty")
    if compact.startswith("["):
        return _parse_set(compact)
    if "/" in compact:
        return _parse_interval(compact)
    return _parse_point(compact)


def _parse_set(text: str) -> _Parsed:
    if not text.endswith("]"):
        raise ValueError(f"{text!r} opens a set of dates without closing it")
    members = sorted({_parse_point(member.strip(" ")) for member in text[1:-1].split(",")}, key=lambda m: m.range)
    canonical = members[0].text if len(members) == 1 else f"[{','.join(member.text for member in members)}]"
    return _Parsed(canonical, _hull([m.range for m in members]), _hull([m.tolerant for m in members]))


def _hull(ranges: list[DateRange]) -> DateRange:
    return DateRange(min(r.first for r in ranges), max(r.last for r in ranges))


def _parse_interval(text: str) -> _Parsed:
    start, slash, end = text.partition("/")
    if not slash or "/" in end:
        raise ValueError(f"{text!r} is no interval: it has more than one slash")
    first, last = _parse_end(start, OPEN_START), _parse_end(end, OPEN_END)
    if first.range.is_open and last.range.is_open:
        raise ValueError(f"{text!r} has neither beginning nor end")
    if first.range.first > last.range.last:
        raise ValueError(f"{text!r} ends before it begins")
    return _Parsed(
        f"{first.text}/{last.text}",
        DateRange(first.range.first, last.range.last),
        DateRange(first.tolerant.first, last.tolerant.last),
    )


def _parse_end(text: str, sentinel: date) -> _Parsed:
    stripped = text.strip(" ")
    if stripped in ("", ".."):
        open_end = DateRange(sentinel, sentinel)
        return _Parsed(stripped, open_end, open_end)
    return _parse_point(stripped)


def _parse_point(text: str) -> _Parsed:
    canonical = text.replace("x", "X")
    found = _POINT.fullmatch(canonical)
    if not found:
        raise ValueError(f"{text!r} is no EDTF date such as 2022-11-16, 2022-11, 2022~ or 202X")
    year, month, day, mark = found.groups()
    days = _days_of(text, year, month, day)
    if days.first.year < FIRST_YEAR or days.first.year > LAST_YEAR:
        raise ValueError(f"{text!r} is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return _Parsed(canonical, days, _widened(days, month, day) if mark in ("~", "%") else days)


def _days_of(text: str, year: str, month: str | None, day: str | None) -> DateRange:
    if "X" in year:
        if month:
            raise ValueError(f"{text!r} names a month in a year that is not known")
        return _months(text, int(year.replace("X", "0")), 1, int(year.replace("X", "9")), 12)
    if month in (None, "XX"):
        if day not in (None, "XX"):
            raise ValueError(f"{text!r} names a day in a month that is not known")
        return _months(text, int(year), 1, int(year), 12)
    if int(month) in _SEASONS and not day:
        first, last = _SEASONS[int(month)]
        return _months(text, int(year), first, int(year) + (last < first), last)
    if not 1 <= int(month) <= 12:
        raise ValueError(f"{text!r} has no such month: {month}")
    if day in (None, "XX"):
        return _months(text, int(year), int(month), int(year), int(month))
    return _day(text, int(year), int(month), int(day))


def _months(text: str, year: int, month: int, last_year: int, last_month: int) -> DateRange:
    if year < 1:
        raise ValueError(f"{text!r} is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return DateRange(date(year, month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1]))


def _day(text: str, year: int, month: int, day: int) -> DateRange:
    try:
        only = date(year, month, day)
    except ValueError:
        raise ValueError(f"{text!r} has no such day: {day}") from None
    return DateRange(only, only)


def _widened(days: DateRange, month: str | None, day: str | None) -> DateRange:
    unit = 1 if day not in (None, "XX") else 31 if month not in (None, "XX") else 366
    return DateRange(days.first - timedelta(days=unit), days.last + timedelta(days=unit))


def _duration_parts(text: str) -> tuple[int, int, int, int]:
    found = _DURATION.fullmatch(text.strip(" ").upper()) if len(text) <= LONGEST_TEXT else None
    if not found:
        raise ValueError(f"{text[:40]!r} is no ISO 8601 duration in years, months, weeks and days such as P8Y6M")
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    if not (years or months or weeks or days):
        raise ValueError(f"{text!r} is a duration of nothing")
    return years, months, weeks, days
