"""Cut a printed name into words: titles, ranks and remarks stripped, call signs and aliases set aside."""

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from matching.names.fold import LONGEST_WORD, fold_word
from matching.names.palochka import with_palochka

#: Characters of a printed name that are looked at.
LONGEST_NAME: Final = 300
#: Words of a name that take part: more are no name but a sentence.
MOST_TOKENS: Final = 8

_QUOTED: Final = re.compile('[«„“"”‘](?=\\w)([^«»„“”"]{1,60}?)(?<=[\\w.!])[»“”"’]')
_BRACKETED: Final = re.compile(r"[(\[]([^()\[\]]{0,120})[)\]]?")
_ALSO: Final = re.compile(
    r"(?:\bон же\b|\bона же\b|\bвін же\b|\ba\.?k\.?a\.?\b|\balso known as\b|\balias\b)[\s:–-]*", re.I
)
_CALL_SIGN: Final = re.compile(r"\b(?:позывно[йм]|позивний|call[ -]?sign|nom de guerre)\b[\s:–-]*", re.I)
_BIRTH_NAME: Final = re.compile(r"(?:\bв девичестве\b|\bурожд[её]нн\w+|\bурожд\.|\bborn\b|\bnée?\b)[\s:–-]*", re.I)
#: Where nothing of this stands, nothing stands beside the name.
_BESIDE: Final = re.compile(
    r"[«»„“\"”‘’()\[\]]|\b(?:он|она|він|a\.?k\.?a|also|alias|позывно|позивний|call|nom|в девичестве|урожд|born|née?)",
    re.I,
)
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’‘ʼʹʻ`´′][^\W\d_]+)*['’ʼʹ´′]*\.?|,")


#: Ranks shortened to their first and last letters, which would be read as initials: «л-т», «п/п-к», «мл. с-т».
_SHORT_RANK: Final = re.compile(
    r"\b(?:л-т|л-нт|лейт-т|с-т|с-нт|серж-т|ст-на|ст-шина|пр-к|пр-щик|к-н|к-тан|м-р|п-к|полк-к|п/п-к|подп-к|г-н|г-жа"
    r"|ефр-р|ряд-й|г-л)(?!\w|-)\.?",
    re.I,
)

#: What may be a combining mark: anything outside the letters and punctuation of Latin, Greek and Cyrillic.
_LOOSE: Final = re.compile("[^\x00-\u02ff\u0370-\u0482\u048a-\u052f\u2000-\u206f]")


class Token(NamedTuple):
    """One word of a name: as printed, folded; whether it is an initial, in capitals; which side of a comma."""

    text: str
    folded: str
    initial: bool
    capitals: bool
    before_comma: bool


class Cut(NamedTuple):
    """The words of a name in order, and what stood beside it."""

    tokens: tuple[Token, ...]
    aliases: tuple[str, ...]
    comma: bool


def cut(text: str) -> Cut:
    """Cut a printed name of any length and script; work is bounded by `LONGEST_NAME` and `MOST_TOKENS`."""
    flat = text[:LONGEST_NAME]
    if not flat.isascii():
        flat = with_palochka(_without_loose_marks(unicodedata.normalize("NFKC", flat)))
    flat, aliases = _set_aside(flat)
    if "-" in flat:
        flat = _SHORT_RANK.sub(" ", flat)
    pieces = _TOKEN.findall(flat.replace("-", " ").replace("‐", " ").replace("–", " "))
    comma = "," in pieces[1:-1] and pieces[0] != ","
    tokens: list[Token] = []
    seen_comma = False
    for piece in pieces:
        if piece == ",":
            seen_comma = seen_comma or bool(tokens)
        elif len(tokens) < MOST_TOKENS and (token := _token(piece, before=comma and not seen_comma)):
            tokens.append(token)
    return Cut(
        tuple(tokens), aliases, comma and any(token.before_comma for token in tokens) and not tokens[-1].before_comma
    )


def _without_loose_marks(text: str) -> str:
    """Drop the marks that no letter takes in, such as the ties of ALA-LC's t͡s and i͡a: they would part a word."""
    if not _LOOSE.search(text):
        return text
    return "".join(char for char in text if not unicodedata.combining(char))


def _set_aside(flat: str) -> tuple[str, tuple[str, ...]]:
    if not _BESIDE.search(flat):
        return flat, ()
    aliases: list[str] = []
    for pattern in (_QUOTED, _BRACKETED):
        for inside in pattern.findall(flat):
            bare = _ALSO.sub("", _CALL_SIGN.sub("", _BIRTH_NAME.sub("", inside))).strip()
            if bare and not any(char.isdigit() for char in bare):
                aliases.append(bare)
        flat = pattern.sub(" ", flat)
    for pattern in (_ALSO, _CALL_SIGN):
        head, *rest = pattern.split(flat)
        if head.strip():
            aliases += [part.strip(" ,.;:") for part in rest]
            flat = head
        else:
            flat = " ".join(rest)
    return _BIRTH_NAME.sub(" ", flat), tuple(alias for alias in aliases if alias)[:4]


def _token(piece: str, *, before: bool) -> Token | None:
    bare = piece.rstrip(".'’ʼʹ´′")[:LONGEST_WORD]
    folded = fold_word(bare)
    if not folded or bare.casefold() in strip_words():
        return None
    letters = len(bare)
    initial = letters == 1 or (piece.endswith(".") and letters <= 2)
    return Token(bare, folded[0] if initial else folded, initial, letters > 2 and bare.isupper(), before)


@cache
def strip_words() -> frozenset[str]:
    """Titles, ranks and remarks that are no part of a name, lower case."""
    text = files("matching.names.data").joinpath("strip.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
