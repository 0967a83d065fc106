"""Military ranks of Russia in their order (federal law 53-FZ, article 46), of the army and of the navy."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from schemas.reference.folding import fold_words
from schemas.reference.tables import listed, read_table

LONGEST_NAME = 120

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ADDITIONS = re.compile(
    r"^(?:гв|гвардии|guards?|of the guards?) |"
    r" (?:гвардии|запаса|в запасе|в отставке|мед(?:ицинской)? службы|внутренней службы|юстиции"
    r"|полиции|милиции|росгвардии|фсб|of the guards?"
    r"|of the reserve|reserve|in reserve|retired|of justice|of the medical service|of police)$"
)


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank: `order` grows from 1 (private, sailor) to 20; army and navy ranks that equal one another share it."""

    code: str
    order: int
    branch: str
    """`army`, `navy` or `any`."""
    ru: str
    en: str


RANKS: Mapping[str, Rank] = MappingProxyType(
    {
        row["code"]: Rank(row["code"], int(row["order"]), row["branch"], row["ru"], row["en"])
        for row in read_table("ranks.csv")
    }
)
"""Every rank by code, the lowest first."""


def find_rank(text: str) -> Rank | None:
    """The rank that the text is a code or a name of: Russian in any case, English, common abbreviations.

    «гвардии», «запаса», "of justice" and remarks in brackets are left aside. A word that is no rank (солдат, officer),
    or a text with more than the rank in it, gives None.
    """
    if len(text) > LONGEST_NAME:
        return None
    words = fold_words(_BRACKETS.sub(" ", text))
    return RANKS.get(_codes().get(words) or _codes().get(_ADDITIONS.sub("", _ADDITIONS.sub("", words)), ""))


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {
        fold_words(name): row["code"]
        for row in read_table("ranks.csv")
        for name in (row["code"], row["ru"], row["en"], *listed(row["other"]))
    }
