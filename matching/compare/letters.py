"""Misprints that folding hides: printed letters compared with printed letters.

Folding reads groups of letters, so one wrong letter may change several sounds («Зайеев» for Зайцев, "Kulehov" for
Kuleshov). Here one wrong, lost, added or misplaced letter is one, whatever it does to the sounds.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from matching.names.fold import one_script
from matching.names.letters import MARKS_WITHOUT_SOUND

#: A shorter word has too many others a letter away.
SHORTEST: Final = 4

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
#: Ukrainian and Belarusian г and и.
_NEIGHBOURS: Final = tuple({**_STYLES[0], "г": "h", "и": sound} for sound in ("y", "i"))
_TABLES: Final = tuple(str.maketrans({**_PLAIN, **style, "ь": None, "ъ": None}) for style in (*_STYLES, *_NEIGHBOURS))
#: A vowel after a soft or hard sign, and е first or after a vowel, are printed with a y, i or j by many.
_SOFT: Final = re.compile("[ьъ](?=[еёиіюя])|(?<=[аеёиіоуыэюя])(?=е)|^(?=е)")
#: More letters are not counted.
MOST_LETTERS: Final = 3
#: Endings by sex and case, which say nothing of the name: -ов, -ова; -ский, -ская, -ского.
_ENDING: Final = re.compile(
    "(?<=...)(?:ого|ому|[иы]м|ая|ую|[ыиоеу][йю]|ою|[аyуыеоiя]|ы|и|aia|aya|aja|ogo|omu|[iyo][iyj]|[aeiouy])$"
)


def one_letter_apart(left: str, right: str) -> bool:
    """Whether two printed words (any case and script) differ by one letter at most, in any romanisation known here."""
    return letters_apart(left, right) <= 1


def letters_apart(left: str, right: str) -> int:
    """Printed letters that are lost, added, wrong or misplaced in the nearest romanisation known here.

    One more than `MOST_LETTERS` when there are more, or a word is too short to tell.
    """
    (mine, cyrillic), (theirs, other_cyrillic) = _bare(left), _bare(right)
    if min(len(mine), len(theirs)) < SHORTEST:
        return 0 if mine == theirs else MOST_LETTERS + 1
    if cyrillic == other_cyrillic:
        return OSA.distance(mine, theirs, score_cutoff=MOST_LETTERS)
    return _nearest(theirs, spellings(mine)) if cyrillic else _nearest(mine, spellings(theirs))


def odd_letters(left: str, right: str) -> int:
    """The same for two words that sound alike, without what is the language's or the sex's: endings, ы for і.

    0 … `MOST_LETTERS`.
    """
    (mine, cyrillic), (theirs, other_cyrillic) = _bare(left), _bare(right)
    if cyrillic and other_cyrillic:
        mine, theirs = (_ENDING.sub("", word.translate(_ALIKE)) for word in (mine, theirs))
        return min(MOST_LETTERS, OSA.distance(mine, theirs, score_cutoff=MOST_LETTERS))
    if cyrillic == other_cyrillic:
        return 0
    return min(
        MOST_LETTERS, _nearest(_stem(theirs), _stems(mine)) if cyrillic else _nearest(_stem(mine), _stems(theirs))
    )


#: Cyrillic letters that neighbouring languages print for one another.
_ALIKE: Final = str.maketrans(
    {"і": "и", "ї": "и", "ы": "и", "є": "е", "э": "е", "ё": "е", "ґ": "г", "ў": "в", "ь": None, "ъ": None}
)


def _nearest(word: str, forms: tuple[str, ...]) -> int:
    found = process.extractOne(word, forms, processor=None, scorer=OSA.distance, score_cutoff=MOST_LETTERS)
    return int(found[1]) if found else MOST_LETTERS + 1


@lru_cache(maxsize=20_000)
def _stem(latin: str) -> str:
    return _ENDING.sub("", latin)


@lru_cache(maxsize=20_000)
def _stems(cyrillic: str) -> tuple[str, ...]:
    return tuple({_stem(form) for form in spellings(cyrillic)})


@lru_cache(maxsize=20_000)
def _bare(word: str) -> tuple[str, bool]:
    """Lower case, look-alike letters repaired, Latin letters without marks; and whether it is Cyrillic."""
    word = "".join(char for char in word.casefold() if char not in MARKS_WITHOUT_SOUND)
    if not word.isascii():
        word = one_script(word)
    if any("\u0400" <= char < "\u0530" for char in word):
        return word, True
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)), False


@lru_cache(maxsize=20_000)
def spellings(word: str) -> tuple[str, ...]:
    """A lower-case Cyrillic word in the romanisations known here, without marks; the French add an e to -in."""
    softened = [word, *(_SOFT.sub(sound, word) for sound in ("y", "i", "j") if _SOFT.search(word))]
    plain = dict.fromkeys(form.translate(table) for form in softened for table in _TABLES)
    return (*plain, *(spelling + "e" for spelling in plain if spelling.endswith("in")))
