"""The words of a charge («п. «а» ч. 2 ст. 158 УК РФ») as tokens. `charges` reads them.

Every alternative is linear and only the beginning of a text is looked at, so no input can keep the reader busy.
"""

import re
import unicodedata
from dataclasses import dataclass

from schemas.reference.articles import ARTICLES, with_plain_numbers

LONGEST_TEXT = 20_000
"""Only so much of a text is looked at: a charge is a line, not a judgement."""

_L = "а-яёіїєґa-z"
_STATES = """
    рф|россии|росії|российской федерации|рсфср|украины|україни|днр|лнр|russian federation|rf
    |of (?:the )?(?:russian federation|russia|rf|ukraine|rsfsr)
"""
_CRIMINAL_CODES = """
    у\\.?к\\.?|кк|уголовн[а-я]{2,3} кодекс[а-я]{0,2}|кримінальн[а-яії]{2,3} кодекс[а-яі]{0,2}
    |criminal code|penal code|cc|ccrf|c\\.c\\.|uk(?= rf)
"""
_OTHER_CODES = """
    |коап|кодекс[а-я]{0,2} об административных правонарушениях|cao|administrative code|code of administrative offences
    |упк|кпк|уик|гк|гпк|тк|кас|уголовно-[а-я]{3,20} кодекс[а-я]{0,2}|гражданск[а-я]{2,3} кодекс[а-я]{0,2}
    |criminal procedure code|code of criminal procedure|civil code
"""
_WHOSE = "russian |ukrainian |russia's |ukraine's |rf "
_ARTICLE_WORDS = """
    ст\\.? ?ст|ст|стать(?:я|и|е|ю|ей|ями|ям|ях)|статей|статт(?:я|і|ю|ею|ям|ями|ях)|arts?|articles?|st|statya|stati
"""
_PART_WORDS = "ч\\.? ?ч|ч|част(?:ь|и|ью|ям|ями|ях|ей|ина|ини|иною|ині|ину)|parts?|pts?|ch|chast"
_POINT_WORDS = """
    п\\.? ?п|п|пункт(?:а|у|ом|е|ы|ов|ам|ами|ах|и|ів)?|points?|clauses?|items?|sub-?paragraphs?|paragraphs?|paras?|pp?
"""


def _words(kind: str, words: str) -> str:
    """A group for words that no letter touches; the lines of `words` are joined."""
    return rf"(?<![{_L}])(?P<{kind}>{re.sub(chr(10) + ' *', '', words)})(?![{_L}])"


_ORDINALS = {
    "перв": "1", "втор": "2", "трет": "3", "четверт": "4", "пят": "5", "шест": "6", "седьм": "7",
}  # fmt: skip
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7"}
_TOKEN = re.compile(
    "|".join(
        (
            r"(?P<date>(?<![0-9])[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2,4}(?![0-9])|[0-9]{4,})",
            r"\( ?(?P<part_in_brackets>[0-9]{1,2}(?:\.[0-9])?) ?\)",
            r"(?P<number>(?<![0-9])[0-9]{1,3}(?:\.[0-9]{1,2}){0,2}(?![0-9]))",
            rf"[\"'(] ?(?P<quoted>[{_L}](?:\.?1)?|zh) ?[\"')]",
            _words("code", f"(?:{_WHOSE})?(?:{_CRIMINAL_CODES}{_OTHER_CODES})(?:,? (?:{_STATES}))?"),
            _words("article", _ARTICLE_WORDS) + r"\.?",
            _words("part", _PART_WORDS) + r"\.?",
            _words("point", _POINT_WORDS) + r"\.?",
            _words("joint", "и|та|and|&|і|й"),
            _words("small", "of|the|за|по|к"),
            _words("letter", rf"[{_L}](?:\.1)?|zh"),
            rf"(?P<word>[{_L}]+)",
            r"(?P<stop>;)",
            r"(?P<comma>[,/+:])",
            r"(?P<dash>-)",
        )
    )
)
_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟’‘‚`´", '"') | dict.fromkeys("‐‑‒–—―−", "-"))
_SUB_ARTICLE = re.compile(r"(?<![0-9./-])([0-9]{2,3})-([0-9]{1,2})(?![0-9./-])")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is a group of the expression above; `text` is in lower case."""

    kind: str
    text: str


def charge_tokens(text: str) -> list[Token]:
    """The tokens of the text's first `LONGEST_TEXT` characters, signs without meaning here left out."""
    tokens = [Token(match.lastgroup or "", _text(match)) for match in _TOKEN.finditer(_plain(text[:LONGEST_TEXT]))]
    tokens = [token for token in tokens if token.kind != "small"]
    for at in range(1, len(tokens)):
        if tokens[at - 1].kind == "part" and tokens[at].kind in ("word", "letter"):
            tokens[at] = _spelled_part(tokens[at])
    return tokens


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", with_plain_numbers(text)).casefold().replace("ё", "е").translate(_QUOTES)
    return _SUB_ARTICLE.sub(_with_dot, " ".join(folded.split()))


def _with_dot(number: re.Match[str]) -> str:
    dotted = f"{number[1]}.{number[2]}"
    return dotted if dotted in ARTICLES else number[0]


def _text(match: re.Match[str]) -> str:
    return match[match.lastgroup or 0]


def _spelled_part(token: Token) -> Token:
    """«часть пятая», "part V"."""
    number = _ROMAN.get(token.text) or next((n for stem, n in _ORDINALS.items() if token.text.startswith(stem)), None)
    return Token("number", number) if number else token
