"""Family names: one form for both sexes, and what their endings tell."""

import re
from functools import lru_cache
from typing import Final

_NEUTRAL: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile("(?<=[stz]k)(?:ogo|omu|im|aia|oi|oia|a|oe|oi|ia)$"), "i"),
    (re.compile("(?<=[^aeiou][^aeiou])(?:aia|oi)$"), "i"),
    (re.compile("(?<=[a-z][a-z][^aeiou]n)a$"), "i"),
    (re.compile("(?<=[a-z][a-z][eoai]v)(?:a|im)$"), ""),
    (re.compile("(?<=[a-z][a-z][eo]v)u$"), ""),
    (re.compile("(?<=[a-z][a-z]in)(?:a|im|u)$"), ""),
    (re.compile("(?<=[a-z][a-z])[oi]i$"), "i"),
    (re.compile("(?<=[a-z][a-z][^aeiou])aia$"), "i"),
)
#: Letters on which such an ending ends.
_LAST: Final = "aieoum"
_TYPICAL: Final = re.compile("(?:[oea]va?|ina?|ski|ska|skaia|enko|enka|uk|iuk|cuk|ian|iants|dze|wvili|ba|ik|ko|ic|ih)$")


@lru_cache(maxsize=50_000)
def neutral_family(folded: str) -> str:
    """The form that a man and a woman of one family share: Иванова and Иванов are `ivanov`, -ская and -ский `ski`."""
    if folded[-1:] not in _LAST:
        return folded
    for pattern, ending in _NEUTRAL:
        shared = pattern.sub(ending, folded)
        if shared != folded:
            return shared
    return folded


_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
#: Printed endings that only a man's surname has in an oblique case, that only a woman's has, and that either has.
_MANS: Final = re.compile("(?:[^аяоеиуюыіїє][ое](?:го|му)|[вн][ыи]м)$")
_WOMANS: Final = re.compile("(?:ая|яя|[сзц]ь?ка|[^аяоеиуюыіїєэё])$")
_EITHERS: Final = re.compile("[иы]х$")


@lru_cache(maxsize=25_000)
def bearer(printed: str) -> str | None:
    """Who bears a surname printed beside a word that is a woman's name or a man's in an oblique case («Александра»).

    `male`, `female`, or None where it may be either. Latin print has no cases, so there it is a woman.
    """
    word = printed.casefold()
    if _CYRILLIC.search(word) and _MANS.search(word):
        return "male"
    if _CYRILLIC.search(word) and (_EITHERS.search(word) or not _WOMANS.search(word)):
        return None
    return "female"


#: Endings of surnames by kind.
_KINDS: Final = re.compile(
    "(?:(?P<v>[aeiou]v)|(?P<n>in)|(?P<i>[st]ki)|(?P<ko>k[oa])|(?P<k>[aiu]k)|(?P<an>(?:i|(?<=[jwc]))an)|(?P<c>i[ch])"
    "|(?P<dze>dze))$"
)

_VOWELS: Final = "aeiou"


def other_ending(left: str, right: str) -> bool:
    """Whether two folded surnames are of one stem and two kinds: -ов, -ин, -ский, -енко, -ук, -ян, -ич, -дзе.

    A misprint seldom makes another ending, and a stem has many: Степин and Степян are two families.
    """
    one, other = _KINDS.search(left), _KINDS.search(right)
    if one is None or other is None or one.lastgroup == other.lastgroup:
        return False
    return left[: one.start()].rstrip(_VOWELS) == right[: other.start()].rstrip(_VOWELS)


def typical_family(folded: str) -> bool:
    """Whether the ending is one that family names have and given names seldom."""
    return bool(_TYPICAL.search(folded))
