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


def typical_family(folded: str) -> bool:
    """Whether the ending is one that family names have and given names seldom."""
    return bool(_TYPICAL.search(folded))
