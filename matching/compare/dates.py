"""Compare partial dates and ages: ranges of days that overlap or lie apart."""

from datetime import date
from functools import lru_cache
from math import log2
from typing import Final

from matching import model
from matching.compare.evidence import Feature
from matching.profile import Span

#: Days over which births of those compared are spread, and deaths: the chance of agreeing by accident.
BIRTH_DAYS: Final = 25 * 365
DEATH_DAYS: Final = 4 * 365
_SHARE_TRUE: Final = 0.92
#: Days within which a date of death or verdict is another report's, and beyond which it is another event.
MISREPORTED: Final = 14
HALF_A_YEAR: Final = 183


Weighed = tuple[Span, Span, str, float]
"""The closest pair of two sides' ranges, its level and weight."""


def compare_births(query: tuple[Span, ...], record: tuple[Span, ...]) -> Feature:
    """The closest pair of the ranges of birth."""
    left, right, level, weight = weigh_births(query, record)
    return Feature("born", show(left), show(right), level, weight)


def weigh_births(query: tuple[Span, ...], record: tuple[Span, ...]) -> Weighed:
    """The same without the words that show it."""
    left, right, gap = _closest(query, record)
    if gap == 0:
        return left, right, *_compatible(left, right, BIRTH_DAYS, model.BORN)
    level = _births_apart(left, right)
    return left, right, level, model.BORN[level].weight


def _births_apart(left: Span, right: Span) -> str:
    """Two whole dates are two births, but for a slip; ages and years are told loosely."""
    years = _years_apart(left, right)
    if left.first == left.last and right.first == right.last:
        return "slip" if slipped(left.first, right.first) else "other_day" if years < 5 else "apart"
    return "a_year_off" if years < 2 else "years_off" if years < 5 else "apart"


#: A slip changes at most the last digit of the year.
SLIP_DAYS: Final = 10 * 366


def slipped(left: int, right: int) -> bool:
    """Whether two days differ as miscopied dates do: by one digit, two that changed places, a day, or day for month."""
    if abs(left - right) == 1:
        return True
    if abs(left - right) > SLIP_DAYS:
        return False
    one, other = _day(left), _day(right)
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return True
    wrong = [n for n, (a, b) in enumerate(zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True)) if a != b]
    if len(wrong) == 1:
        return wrong[0] > 2 or abs(left - right) < 366
    first, second = f"{one:%Y%m%d}", f"{other:%Y%m%d}"
    return len(wrong) == 2 and all(first[a] == second[b] for a, b in (wrong, wrong[::-1])) and wrong[0] > 2


def compare_deaths(query: tuple[Span, ...], record: tuple[Span, ...]) -> Feature:
    """The closest pair of the ranges of death."""
    left, right, level, weight = weigh_deaths(query, record)
    return Feature("died", show(left), show(right), level, weight)


def weigh_deaths(query: tuple[Span, ...], record: tuple[Span, ...]) -> Weighed:
    """The same without the words that show it."""
    left, right, gap = _closest(query, record)
    if gap == 0:
        return left, right, *_compatible(left, right, DEATH_DAYS, model.DIED)
    level = "days_off" if gap <= MISREPORTED else "months_off" if gap <= HALF_A_YEAR else "apart"
    return left, right, level, model.DIED[level].weight


def compare_events(query: tuple[Span, ...], record: tuple[Span, ...]) -> Feature | None:
    """Days in court that both name; dates that differ say nothing, a case has many."""
    left, right, gap = _closest(query, record)
    if gap:
        return None
    level = "same_day" if left == right and left.first == left.last else "compatible"
    return Feature("events", show(left), show(right), level, model.EVENTS[level].weight)


def compare_verdicts(query: tuple[Span, ...], record: tuple[Span, ...]) -> Feature | None:
    """Days of first verdicts; those that may be one day are weighed as days in court."""
    left, right, gap = _closest(query, record)
    if gap <= MISREPORTED:
        return None
    level = "months_off" if gap <= HALF_A_YEAR else "apart"
    return Feature("verdict_day", show(left), show(right), level, model.VERDICT_DAY[level].weight)


def died_before(died: tuple[Span, ...], events: tuple[Span, ...]) -> bool:
    """Whether every death lies before the last day in court (a case against a dead man is the rare exception)."""
    return max(span.last for span in died) < max(span.first for span in events)


def _closest(query: tuple[Span, ...], record: tuple[Span, ...]) -> tuple[Span, Span, int]:
    if len(query) == 1 == len(record):
        return query[0], record[0], max(0, query[0][0] - record[0][1], record[0][0] - query[0][1])
    best: tuple[Span, Span, int] | None = None
    for left in query:
        for right in record:
            gap = max(0, left.first - right.last, right.first - left.last)
            width = (left.last - left.first) + (right.last - right.first)
            if best is None or (gap, width) < (best[2], _width(best)):
                best = (left, right, gap)
    if best is None:
        raise ValueError("nothing to compare")
    return best


def _years_apart(left: Span, right: Span) -> int:
    """Calendar years between the nearest ends: 1980 and 1985 are five apart, whatever the days."""
    earlier, later = (left, right) if left.last < right.first else (right, left)
    return _day(later.first).year - _day(earlier.last).year


def _day(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def _width(pair: tuple[Span, Span, int]) -> int:
    return (pair[0].last - pair[0].first) + (pair[1].last - pair[1].first)


def _compatible(left: Span, right: Span, period: int, levels: dict[str, model.Level]) -> tuple[str, float]:
    """m/u with u the chance that two ranges so wide overlap by accident in `period` days.

    Ranges that are the same are a calendar's (1985 and 1985): such either are the same or don't meet at all.
    """
    if left == right and left.first == left.last:
        return "same_day", levels["same_day"].weight
    width = left.last - left.first + 1
    days = width if left == right else width + right.last - right.first
    return "compatible", max(0.0, log2(_SHARE_TRUE / min(1.0, days / period)))


def most_compatible(period: int, levels: dict[str, model.Level]) -> float:
    """What ranges that meet tell at most: two of a day and of two, or the same day."""
    return max(levels["same_day"].weight, log2(_SHARE_TRUE * period / 2))


@lru_cache(maxsize=50_000)
def show(span: Span) -> str:
    """A range as a reader knows it: a day, a year, or two ends."""
    first, last = map(_day, span)
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    return f"{first.isoformat()}/{last.isoformat()}"
