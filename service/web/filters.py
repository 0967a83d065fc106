"""What templates may do to a value."""

import re
from collections.abc import Callable
from typing import Any, Final

_CYRILLIC: Final = re.compile("[\u0400-\u052f]")


def lang_of(text: str | None, told: str | None = None) -> str | None:
    """The `lang` of a text: as its source tells, else Russian for Cyrillic letters; None for the page's own."""
    return told or ("ru" if _CYRILLIC.search(text or "") else None)


def percent(score: float) -> str:
    """A probability as a person says it; never 100 or 0, which no evidence is."""
    whole = round(score * 100)
    return "> 99" if whole > 99 else "< 1" if whole < 1 else str(whole)


def address_of_record(id_: str) -> str:
    """The page of a record, which its id alone tells."""
    return f"/{'casualties' if id_.startswith('cas-') else 'cases'}/{id_}"


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "lang_of": lang_of,
    "percent": percent,
    "page_of": address_of_record,
}
