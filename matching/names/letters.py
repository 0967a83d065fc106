"""Letters of every script we meet, as sounds of one small Latin alphabet.

One sound, one letter: `j` is ж (and дж), `w` is ш and щ, `c` is ч, `h` is х, `x` never stays. Several letters
of the source become one sound on purpose: what romanisations confuse, the folded form must not tell apart.
"""

from typing import Final

#: Cyrillic letters of Russian, Ukrainian, Belarusian and of the languages of Russia whose letters stand in names.
CYRILLIC: Final[dict[str, str]] = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "j", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "c", "ш": "w", "щ": "w", "ъ": "", "ы": "i", "ь": "",
    "э": "e", "ю": "iu", "я": "ia",
    "і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "v", "ѣ": "e", "ѳ": "f", "ѵ": "i",
    # Tatar, Bashkir, Kazakh, Yakut, Tuvan, Buryat, Kalmyk, Chuvash, Ossetian, Caucasian
    "ә": "a", "ө": "u", "ү": "u", "ұ": "u", "җ": "j", "ң": "n", "ҥ": "n", "ҡ": "k", "қ": "k", "ҙ": "z", "ҫ": "s",
    "ғ": "g", "ҕ": "g", "һ": "h", "ӑ": "a", "ӗ": "e", "ӳ": "u", "ӱ": "u", "ӧ": "o", "ӓ": "a", "ӝ": "j", "ӟ": "z",
    "ӵ": "c", "ӥ": "i", "ӣ": "i", "ӯ": "u", "ҳ": "h", "ҷ": "j", "ҹ": "c", "ҝ": "g", "ӕ": "a", "ј": "i",
    "љ": "l", "њ": "n", "ћ": "c", "ђ": "j", "џ": "j", "ӊ": "n", "ҵ": "ts", "ӡ": "z",
}  # fmt: skip

#: Latin letters that a diacritic changes into another sound; every other diacritic is dropped.
LATIN_MARKED: Final[dict[str, str]] = {
    "ž": "zh", "ż": "zh", "ź": "z", "š": "sh", "ś": "s", "ş": "sh", "ș": "sh", "ŝ": "shch", "č": "ch", "ç": "ch",
    "ć": "ch", "ĉ": "ch", "ł": "l", "ø": "o", "ö": "o", "ü": "u", "ä": "a", "å": "a", "æ": "e", "œ": "e", "ß": "ss",
    "ğ": "g", "ģ": "g", "ı": "y", "ə": "a", "đ": "dj", "ð": "d", "þ": "t", "ŭ": "v", "ў": "v", "ħ": "h", "ȟ": "h",
    "ĭ": "i", "ǆ": "dzh", "ё": "yo", "â": "ya", "û": "yu", "ŋ": "n", "ɵ": "o", "ʒ": "zh", "ĸ": "k",
}  # fmt: skip

#: Latin letters drawn like Cyrillic ones, for words typed with the wrong keyboard layout in between.
LATIN_LIKE_CYRILLIC: Final = str.maketrans(
    "aceopxyikmtbhACEOPXYIKMTBH" + "ëéáèóíú3ĸ", "асеорхуікмтвнАСЕОРХУІКМТВН" + "ёеаеоіузк"
)
#: The reverse.
CYRILLIC_LIKE_LATIN: Final = str.maketrans("асеёорхуіјѕкмтвнАСЕЁОРХУІЈЅКМТВН", "aceëopxyijskmtbhACEËOPXYIJSKMTBH")

#: The palochka among them: хӀ and х are printed for one another, and so are кӀ and к.
#: Greek, Georgian and Armenian letters are not folded: a word of another script stays as it is.
MARKS_WITHOUT_SOUND: Final[frozenset[str]] = frozenset("'’‘ʼʹʻ`´′ʺ″\"ʾʿ·Ӏӏ")
