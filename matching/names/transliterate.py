"""Names in Latin letters for display, by a named standard.

Russian (and what has no table of its own): BGN/PCGN 1947 through `iuliia`, with its ё as ë and without its signs for
ъ and ь, as the press prints names. Ukrainian: BGN/PCGN 2019, which is the national system of
2010. Belarusian: BGN/PCGN 1979.
"""

import unicodedata
from functools import lru_cache
from typing import Final

import iuliia  # type: ignore[import-untyped]

_APOSTROPHES: Final = frozenset("'’ʼʹʺ”“\"ъьЪЬ")
#: Letters of the languages of Russia that BGN/PCGN's Russian table lacks.
_OTHER: Final = str.maketrans(
    {"ә": "ä", "ө": "ö", "ү": "ü", "җ": "j", "ң": "ng", "һ": "h", "ҡ": "q", "қ": "q", "ҙ": "z", "ҫ": "s", "ғ": "gh",
     "ҕ": "gh", "ҥ": "ng", "ё": "yo", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "w", "ӏ": ""}
)  # fmt: skip
_UKRAINIAN: Final = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip
_UKRAINIAN_FIRST: Final = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_BELARUSIAN: Final = {
    "а": "a", "б": "b", "в": "v", "г": "h", "д": "d", "е": "ye", "ё": "yo", "ж": "zh", "з": "z", "і": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "w",
    "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def to_latin(text: str, lang: str | None = None) -> str:
    """Transliterate a name for display, keeping its case. `lang` is `ru`, `uk`, `be`; anything else is read as Russian.

    Text that has no Cyrillic letter comes back as it is.
    """
    text = unicodedata.normalize("NFC", text)
    if not any("\u0400" <= char <= "\u052f" for char in text):
        return text
    return "".join(_word(word, lang) for word in _pieces(text))


def _pieces(text: str) -> list[str]:
    """Words and what lies between them, alternately; an apostrophe belongs to its word."""
    pieces: list[str] = []
    inside = False
    for char in text:
        in_word = char.isalpha() or char in _APOSTROPHES
        if pieces and in_word == inside:
            pieces[-1] += char
        else:
            pieces.append(char)
        inside = in_word
    return pieces


@lru_cache(maxsize=25_000)
def _word(word: str, lang: str | None) -> str:
    if not any("\u0400" <= char <= "\u052f" for char in word):
        return word
    if lang == "uk":
        latin = _ukrainian(word.lower())
    elif lang == "be":
        latin = "".join(_BELARUSIAN.get(char, _plain(char)) for char in word.lower())
    else:
        latin = _russian(word.lower())
    return _cased(latin, word)


def _ukrainian(word: str) -> str:
    word = "".join(char for char in word if char not in _APOSTROPHES or char == "ь").replace("зг", "zgh")
    first = _UKRAINIAN_FIRST.get(word[:1])
    rest = "".join(_UKRAINIAN.get(char, _plain(char)) for char in (word[1:] if first else word))
    return (first or "") + rest


def _russian(word: str) -> str:
    latin: str = iuliia.BGN_PCGN.translate(word).replace("ё", "ë")
    return "".join(char for char in latin.translate(_OTHER) if char not in _APOSTROPHES)


def _plain(char: str) -> str:
    return "" if char in _APOSTROPHES else _russian(char)


def _cased(latin: str, word: str) -> str:
    letters = [char for char in word if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return latin.upper()
    return latin[:1].upper() + latin[1:] if word[:1].isupper() else latin
