"""Dates of the contract (EDTF, ISO 8601) as people read them."""

import re
from datetime import date, datetime
from typing import Final

from service.web.words import Language

_POINT: Final = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%])?")
_DURATION: Final = re.compile(r"P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?")
_MARKS: Final = {"?": "date.perhaps", "~": "date.about", "%": "date.perhaps_about"}
_SEASONS: Final = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


def date_in_words(edtf: str, language: Language) -> str:
    """`2022-11-16` as `16 November 2022`, `[1984,1985]` as `1984 or 1985`, `2022-11~` as `about November 2022`.

    What is no date of the contract comes back as it is.
    """
    if edtf.startswith("["):
        members = [_point(one.strip(), language) for one in edtf.strip("[]").split(",")]
        return language.say("or", rest=", ".join(members[:-1]), last=members[-1]) if len(members) > 1 else members[0]
    start, slash, end = edtf.partition("/")
    return _interval(start, end, language) if slash else _point(edtf, language)


def _interval(start: str, end: str, language: Language) -> str:
    if start in ("", ".."):
        return language.say("date.until", end=_point(end, language))
    if end in ("", ".."):
        return language.say("date.since", start=_point(start, language))
    return language.say("date.between", start=_point(start, language), end=_point(end, language))


def _point(text: str, language: Language) -> str:
    found = _POINT.fullmatch(text)
    if not found:
        return text
    year, month, day, mark = found.groups()
    said = _known_part(year, None if month == "XX" else month, None if day == "XX" else day, language)
    return language.say(_MARKS[mark], date=said) if mark else said


def _known_part(year: str, month: str | None, day: str | None, language: Language) -> str:
    if "X" in year:
        return language.say("date.decade" if year.endswith("X") else "date.year", year=year.replace("X", "0"))
    if month in _SEASONS:
        return language.say("date.season", season=language.say(f"season.{_SEASONS[month]}"), year=year)
    if month is None:
        return language.say("date.year", year=year)
    if day is None:
        return language.say("date.month", month=language.say(f"month.{int(month)}"), year=year)
    return language.day(date(int(year), int(month), int(day)))


def moment_in_words(at: str | datetime, language: Language) -> str:
    """An RFC 3339 time as its day in UTC: `14 February 2024`."""
    return language.day((datetime.fromisoformat(at) if isinstance(at, str) else at).date())


def duration_in_words(iso: str, language: Language) -> str:
    """`P8Y6M` as `8 years 6 months`; what is no duration of the contract comes back as it is."""
    found = _DURATION.fullmatch(iso)
    if not found:
        return iso
    units = zip(found.groups(), ("year", "month", "week", "day"), strict=True)
    return " ".join(language.say(f"duration.{unit}", count=int(number)) for number, unit in units if number)
