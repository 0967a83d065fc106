"""Fold any spelling of a name to one script-free form.

`fold_word` answers the finer form, on which spellings are compared; `skeleton` the coarser one, for keys alone.
Both are rules of our own, learnt from the romanisations in use (BGN/PCGN, ISO 9, GOST, passports, ALA-LC, press).
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from matching.names.letters import (
    CYRILLIC,
    CYRILLIC_LIKE_LATIN,
    LATIN_LIKE_CYRILLIC,
    LATIN_MARKED,
    MARKS_WITHOUT_SOUND,
)

#: A longer word is cut here: no name is longer, and the work stays bounded for any input.
LONGEST_WORD: Final = 40
#: Words of one text that are looked at.
MOST_WORDS: Final = 40

_CYRILLIC_LETTER: Final = re.compile("[\u0400-\u052f]")
_LATIN_LETTER = re.compile("[a-z\u00c0-\u024f]")
_DIGIT: Final = re.compile(r"\d")
_NOT_WORD = re.compile(r"[\W_]+")

#: Latin letter groups, longest first: what each stands for in the sounds of `letters`.
_LATIN_GROUPS: Final[dict[str, str]] = {
    "schtsch": "w", "chtch": "w", "shtsh": "w", "szcz": "w", "shch": "w", "shh": "w", "stsch": "w",
    "tsch": "c", "tch": "c", "cz": "c", "ch": "c",
    "dzh": "j", "dsch": "j", "dj": "j", "zh": "j",
    "sch": "w", "sh": "w", "sz": "w", "kh": "h", "gh": "g", "th": "t", "ph": "f", "ck": "k",
    "cki": "tski", "cky": "tski",
    "tz": "ts", "zw": "tsv", "ousk": "ovsk", "outsk": "ovtsk",
    "iou": "iu", "ou": "u", "qu": "k", "gue": "ge", "gui": "gi", "guy": "gi", "ts": "ts",
    "x": "ks", "q": "k", "c": "ts", "y": "i",
}  # fmt: skip
_GROUP: Final = re.compile("|".join(sorted(_LATIN_GROUPS, key=lambda group: -len(group))))
_HARD_C: Final = re.compile("c(?=[aoulrnmt])")
_BELARUSIAN_OU: Final = re.compile("ou$")
_X_AS_H: Final = re.compile("^x|(?<=[bdgklmnprstvz])x")
_FRENCH_INE: Final = re.compile("(?<=[a-z][a-z]in)e$")
_FRENCH_J: Final = re.compile("j(?=i)")
_NO_MARKS: Final = dict.fromkeys(map(ord, MARKS_WITHOUT_SOUND))
_SOUNDS: Final = str.maketrans(CYRILLIC)
_MARKED: Final = str.maketrans(LATIN_MARKED)

# What is the same name after transliteration, in the order of `_equal`.
_DDJ: Final = re.compile("d?dj")
_U_AS_V: Final = re.compile("(?<=[aoe])u(?=$|[bvgdjzklmnprstfhwc])")
_MANY_I: Final = re.compile("i{2,}")
_I_AFTER_HUSHING: Final = re.compile("(?<=[jwc])i(?=[aeu])")
_LAST_F: Final = re.compile("(?<=[a-z])ff?$")
_DOUBLED: Final = re.compile(r"(.)\1+")


def fold_text(text: str) -> str:
    """Fold a text (a place, a unit, a court) word by word; words are parted by one blank, digits are kept."""
    return " ".join(word for word in map(fold_word, words(text)) if word)


def words(text: str) -> list[str]:
    """The words of a text, lower case; apostrophes and soft signs lie inside words, anything else parts them."""
    flat = unicodedata.normalize("NFKC", text[:5000]).casefold()
    flat = "".join(char for char in flat if char not in MARKS_WITHOUT_SOUND)
    return [
        word[:LONGEST_WORD]
        for word in _NOT_WORD.split(unicodedata.normalize("NFC", flat), MOST_WORDS)[:MOST_WORDS]
        if word
    ]


@lru_cache(maxsize=50_000)
def fold_word(word: str) -> str:
    """Fold one word (any case) to the sounds of `letters`; a word of another script answers itself."""
    return fold_once(word)


def fold_once(word: str) -> str:
    """The same, not remembered: for words that nobody prints twice."""
    word = word[:LONGEST_WORD].casefold()
    if word.isascii():
        sounds = _from_latin(word if word.isalpha() else word.translate(_NO_MARKS))
    else:
        word = one_script(unicodedata.normalize("NFC", word).translate(_NO_MARKS))
        sounds = _from_cyrillic(word) if _CYRILLIC_LETTER.search(word) else _from_latin(word)
    return sounds if _DIGIT.search(word) else _equal(sounds)


def _equal(sounds: str) -> str:
    """Sounds that spellings confuse made one. What is looked for stands in few words, so it is looked for cheaply."""
    if "dj" in sounds:
        sounds = _DDJ.sub("j", sounds)
    sounds = sounds.replace("dz", "d").replace("wc", "w")
    if "u" in sounds:
        sounds = _U_AS_V.sub("v", sounds)
    if "ii" in sounds:
        sounds = _MANY_I.sub("i", sounds)
    sounds = sounds.replace("io", "e").replace("ie", "e")
    sounds = sounds.replace("jo", "je").replace("wo", "we").replace("co", "ce")
    if "i" in sounds:
        sounds = _I_AFTER_HUSHING.sub("", sounds)
    if sounds.endswith("f"):
        sounds = _LAST_F.sub("v", sounds)
    return _DOUBLED.sub(r"\1", sounds)


def one_script(word: str) -> str:
    """Repair look-alike letters: a word mixed of Latin and Cyrillic is given the script of its telling letters."""
    if not (_CYRILLIC_LETTER.search(word) and _LATIN_LETTER.search(word)):
        return word
    cyrillic, latin = word.translate(LATIN_LIKE_CYRILLIC), word.translate(CYRILLIC_LIKE_LATIN)
    mostly_latin = len(_LATIN_LETTER.findall(word)) > len(_CYRILLIC_LETTER.findall(word))
    if _CYRILLIC_LETTER.search(latin) or not (mostly_latin or _LATIN_LETTER.search(cyrillic)):
        return cyrillic
    return latin


def _from_cyrillic(word: str) -> str:
    word = word.replace("ьо", "ё")
    sounds = word.translate(_SOUNDS)
    return sounds if sounds.isascii() else _plain(word, keep=CYRILLIC).translate(_SOUNDS)


def _from_latin(word: str) -> str:
    plain = word if word.isascii() else _plain(word.translate(_MARKED), keep={})
    if not plain.isascii():
        return plain
    if plain[-1:] in "eu":
        plain = _FRENCH_INE.sub("", _BELARUSIAN_OU.sub("ov", plain))
    if "x" in plain:
        plain = _X_AS_H.sub("h", plain)
    if "j" in plain:
        plain = _FRENCH_J.sub("zh", plain)
    if "c" in plain:
        plain = _HARD_C.sub("k", plain)
    pieces, end = [], 0
    for group in _GROUP.finditer(plain):
        pieces += [_single(plain[end : group.start()]), _LATIN_GROUPS[group.group()]]
        end = group.end()
    return "".join([*pieces, _single(plain[end:])])


def _single(letters: str) -> str:
    return letters.replace("w", "v").replace("j", "i")


def _plain(word: str, keep: dict[str, str]) -> str:
    """Drop every mark that is not part of a letter in `keep`."""
    if word.isascii():
        return word
    return "".join(
        char
        if char in keep
        else "".join(part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part))
        for char in word
    )


_VOWELS: Final = re.compile("[aeiou]+")
_COARSE: Final = str.maketrans({"g": "h", "z": "s", "j": "s", "w": "s", "c": "s", "f": "v", "y": None})


@lru_cache(maxsize=50_000)
def skeleton(folded: str) -> str:
    """The consonants of a folded word, with those that romanisations and ears confuse put together."""
    bare = _VOWELS.sub("", folded.replace("ts", "s").translate(_COARSE))
    bare = re.sub(r"(.)\1+", r"\1", bare)
    return bare if len(bare) > 1 else folded[:1] + bare


_FINE: Final = str.maketrans({"g": "h", "f": "v"})


@lru_cache(maxsize=50_000)
def consonants(folded: str) -> str:
    """The consonants of a folded word, nearly as they are: what `skeleton` puts together stays apart."""
    bare = _VOWELS.sub("", folded.replace("ts", "q").translate(_FINE))
    return bare if len(bare) > 1 else folded[:1] + bare
