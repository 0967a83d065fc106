"""Folded text: what two spellings of the same words have in common. Never fuzzy: different words stay different."""

import re
import unicodedata

APOSTROPHES = "'’ʼ‘`´′ʹ"
_NO_APOSTROPHES = str.maketrans("", "", APOSTROPHES)
_LATIN_WITH_MARKS = re.compile(r"([a-z])[\u0300-\u036f]+")
_NOT_A_WORD = re.compile(r"[^\w]+|_+")
_ROMANISATION = (
    (re.compile("[yj]"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile("kh"), "h"),
    (re.compile("ie"), "e"),
    (re.compile("w"), "v"),
    (re.compile("ts"), "c"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_LATIN = re.compile(r"[a-z]+")
_LETTERS = dict(zip("абвгдеёзийклмнопрстуфхыэ", "abvgdeeziiklmnoprstufhye", strict=True)) | {
    "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya",
}  # fmt: skip


def fold_words(text: str) -> str:
    """Lower case, ё as е, no apostrophes and diacritics on Latin letters, everything but letters and digits a blank."""
    folded = unicodedata.normalize("NFKC", text).translate(_NO_APOSTROPHES).casefold()
    if not folded.isascii():
        folded = _LATIN_WITH_MARKS.sub(r"\1", unicodedata.normalize("NFKD", folded))
        folded = unicodedata.normalize("NFC", folded).replace("ё", "е")
    return " ".join(_NOT_A_WORD.sub(" ", folded).split())


def latin_skeleton(word: str) -> str:
    """What romanisations of one word share: `zabaykalskiy`, `zabaikalskii` and `zabaikalsky` give `zabaikalski`.

    Words with other than plain Latin letters come back as they are.
    """
    if not _LATIN.fullmatch(word):
        return word
    for pattern, replacement in _ROMANISATION:
        word = pattern.sub(replacement, word)
    return word


def fold_key(text: str) -> str:
    """`fold_words` with every Latin word reduced to its skeleton: the key by which reference names are looked up."""
    return " ".join(latin_skeleton(word) for word in fold_words(text).split())


def romanised(text: str) -> str:
    """A plain romanisation of Russian words, to be folded further; other letters stay."""
    return "".join(_LETTERS.get(letter, letter) for letter in text.casefold())
