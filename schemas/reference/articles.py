"""Articles of the Criminal Code of Russia: their numbers, their parts, and what the ones that matter here are called.

Numbers and parts as in force at the end of 2023, with the articles added since that concern servicemen and the war.
Titles are shortened where the law's own are sentences.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from schemas.reference.tables import listed, read_table

LONGEST_NUMBER = 40

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = re.compile(r"(?<=[0-9])[ .]?([⁰¹²³⁴-⁹]+)")
_PRIM = re.compile(r"(?<=[0-9])[ -]?прим(?:\.|а)?(?![а-яё]) ?([0-9])?(?![0-9])", re.IGNORECASE)
_WRITTEN = re.compile(r"(?:ст(?:атья|\.)?|art(?:icle|\.)?)? ?([0-9]{1,3})(?:[.-]([0-9]{1,2}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Article:
    """An article; `parts` are their numbers (`2.1` is one), `()` where it has none or they are not recorded here."""

    number: str
    title_ru: str | None
    title_en: str | None
    parts: tuple[str, ...]


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(listed(cell)) if "|" in cell else tuple(str(part) for part in range(1, int(cell) + 1))


ARTICLES: Mapping[str, Article] = MappingProxyType(
    {
        row["number"]: Article(row["number"], row["title_ru"] or None, row["title_en"] or None, _parts(row["parts"]))
        for row in read_table("articles.csv")
    }
)
"""Every article by number, in the Code's order."""

FIRST_OF_SPECIAL_PART = 105
"""The articles before it define no crimes: 30 and 33 say how one was committed, 73 how it is punished."""


def find_article(number: str) -> Article | None:
    """The article of the number, written `286.1`, `286-1`, `286¹`, `286 прим 1`, or with «ст.» before it; else None."""
    written = _WRITTEN.fullmatch(with_plain_numbers(number).strip()) if len(number) <= LONGEST_NUMBER else None
    return ARTICLES.get(".".join(part for part in written.groups() if part)) if written else None


def with_plain_numbers(text: str) -> str:
    """The text with raised figures and «прим» after a number written with a dot: `228¹` and `228 прим` as `228.1`."""
    raised = _RAISED.sub(lambda figures: "." + figures[1].translate(_SUPERSCRIPTS), text)
    return _PRIM.sub(lambda prim: f".{prim[1] or 1}", raised)


def article_order(number: str) -> tuple[int, ...]:
    """A key that sorts article numbers as the Code does: 205, 205.1, 205.2, 206. Raises ValueError for no number."""
    return tuple(int(part) for part in number.split("."))


def article_problem(number: str, code: str | None) -> str | None:
    """Why an article can't be of the Criminal Code of Russia, in words; None when it may be, or another code is named.

    A sub-article that the list lacks is no problem: the Code gets new ones every year.
    """
    if code not in (None, "uk_rf"):
        return None
    written = _WRITTEN.fullmatch(with_plain_numbers(number).strip()) if len(number) <= LONGEST_NUMBER else None
    if written is None:
        return f"{number[:LONGEST_NUMBER]!r} is not the number of an article: write 337 or 286.1, the part apart"
    if written[1] not in ARTICLES:
        return f"unknown article {written[1]}: the Criminal Code has none of that number"
    return None
