"""What is counted of a record and follows from its facts: a soldier's age, the month and length of a sentence.

Each is told only as closely as the facts tell it; where they leave too much open there is none, and counts say so.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from schemas.dates import DateRange, bounds, duration_months

_WIDEST: Final = 3 * 366
"""Days that a birth and a death may leave open together: `[1984,1985]` and a month of death are within it."""
_YEAR: Final = 365.2425


def age_of(born: str | None, until: str | None) -> int | None:
    """Full years from a birth to a day (both EDTF), from middle to middle; None where they leave more than three years
    open, or contradict one another."""
    if not born or not until:
        return None
    birth, end = bounds(born), bounds(until)
    if birth.is_open or end.is_open or birth.days + end.days > _WIDEST:
        return None
    years = (_middle(end) - _middle(birth)) / _YEAR
    return int(years) if years >= 0 else None


def _middle(days: DateRange) -> float:
    """The middle of a range, as a day's number."""
    return (days.first.toordinal() + days.last.toordinal()) / 2


def month_of(edtf: str | None) -> str | None:
    """`2023-09` where every day that a date may mean lies in one month."""
    days = bounds(edtf) if edtf else None
    if days is None or (days.first.year, days.first.month) != (days.last.year, days.last.month):
        return None
    return f"{days.first:%Y-%m}"


def measures_of_sentence(standing: Mapping[str, Any]) -> Iterator[str]:
    """Tags of a sentence that stands: the month it was given in (`sentenced:2023-09`), and the full months of
    imprisonment, to be served (`term:36`) or suspended (`suspended:36`)."""
    month = month_of(standing.get("date"))
    if month and standing.get("verdict"):
        yield f"sentenced:{month}"
    for one in standing.get("sentence") or ():
        if one["kind"] == "imprisonment" and one["duration"] and not one["additional"]:
            name = "suspended" if one["suspended"] else "term"
            yield f"{name}:{int(duration_months(one['duration']))}"
