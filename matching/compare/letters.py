"""Misprints that folding hides: printed letters compared with printed letters.

Folding reads groups of letters, so one wrong letter may change several sounds («Зайеев» for Зайцев, "Kulehov" for
Kuleshov). Here one wrong, lost, added or misplaced letter is one, whatever it does to the sounds.
"""

import unicodedata
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from matching.names.letters import MARKS_WITHOUT_SOUND

#: A shorter word has too many others a letter away.
SHORTEST: Final = 5

_PLAIN: Final = dict(zip("абвгдезиклмнопрстфіїєґўј", "abvgdeziklmnoprstfiieguj", strict=True))
#: What romanisations print for the letters they disagree about: English, passports, scholarly without marks, French,
#: German, and the press.
_STYLES: Final[tuple[dict[str, str], ...]] = tuple(
    dict(zip("уёжйхцчшщыэюя", style.split(), strict=True))
    for style in (
        "u yo zh y kh ts ch sh shch y e yu ya",
        "u e zh i kh ts ch sh shch y e iu ia",
        "u e z j h c c s sc y e ju ja",
        "ou io j i kh ts tch ch chtch y e iou ia",
        "u jo sch i ch z tsch sch schtsch y e ju ja",
        "u e zh y h ts ch sh sch i e yu ya",
        "u e zh j x c ch sh shh y e yu ya",
    )
)
_TABLES: Final = tuple(str.maketrans({**_PLAIN, **style, "ь": None, "ъ": None}) for style in _STYLES)


def one_letter_apart(left: str, right: str) -> bool:
    """Whether two printed words (any case and script) differ by one letter at most, in any romanisation known here."""
    return any(
        OSA.distance(mine, theirs, score_cutoff=1) <= 1
        for mine, theirs in _prints(*_bare(left), *_bare(right))
        if min(len(mine), len(theirs)) >= SHORTEST
    )


def _prints(left: str, left_cyrillic: bool, right: str, right_cyrillic: bool) -> list[tuple[str, str]]:
    if left_cyrillic == right_cyrillic:
        return [(left, right)]
    if left_cyrillic:
        return [(spelling, right) for spelling in spellings(left)]
    return [(left, spelling) for spelling in spellings(right)]


@lru_cache(maxsize=20_000)
def _bare(word: str) -> tuple[str, bool]:
    """Lower case, Latin letters without marks; and whether it is Cyrillic."""
    word = "".join(char for char in word.casefold() if char not in MARKS_WITHOUT_SOUND)
    if any("\u0400" <= char < "\u0530" for char in word):
        return word, True
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)), False


@lru_cache(maxsize=20_000)
def spellings(word: str) -> tuple[str, ...]:
    """A lower-case Cyrillic word in the romanisations known here, without marks; the French add an e to -in."""
    plain = dict.fromkeys(word.translate(table) for table in _TABLES)
    return (*plain, *(spelling + "e" for spelling in plain if spelling.endswith("in")))
