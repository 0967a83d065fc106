"""Patronymics: what makes a word one, the father's name in it, the sex it tells."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from matching.names.given import father_classes, given_key

# Folded endings: -ович/-евич/-ич, -овна/-евна/-ична/-инична, Ukrainian -івна, Belarusian -авіч/-аўна.
# A man's may stand in an oblique case: Ивановича, Ивановичу, Ивановичем.
_MALE: Final = re.compile("(?:[oaei]v|n?t)?i[cw](?:a|u|e|em)?$")
_FEMALE: Final = re.compile("(?:[oaei]v|inic|ic|iw|ec)n[ae]$|(?:[oe]v|inic|ic)n(?:[iu]|oi)$")
#: Words that follow the father's name: оглы, кызы, улы.
SON_OF: Final[frozenset[str]] = frozenset({"ogli", "oglu", "ogl", "uli", "ulu", "uuli", "ogle"})
DAUGHTER_OF: Final[frozenset[str]] = frozenset({"kizi", "kiz", "gizi", "kizy", "gizy"})


class Patronymic(NamedTuple):
    """A father's name as `given.father_stem` leaves it, and the sex of the bearer."""

    stem: str
    sex: str


@lru_cache(maxsize=25_000)
def read_patronymic(folded: str) -> Patronymic | None:
    """Read a folded word as a patronymic; None when its ending is none (a surname in -ович reads as one too)."""
    for pattern, sex in ((_FEMALE, "female"), (_MALE, "male")):
        found = pattern.search(folded)
        if found and found.start() >= 2:
            return Patronymic(_stem(folded[: found.start()]), sex)
    return _misprinted(folded)


def _misprinted(folded: str) -> Patronymic | None:
    """A known father's name with one letter wrong in the ending: «Борисовч», «Анатольеивч», but not «Иванова»."""
    if len(folded) < SHORTEST or folded.endswith(_SURNAME):
        return None
    for length in (4, 5, 3):
        stem = _stem(folded[:-length])
        if father_classes(stem):
            for ending, sex in _ENDINGS:
                if OSA.distance(folded[-length:], ending, score_cutoff=1) == 1:
                    return Patronymic(stem, sex)
    return None


#: A letter from -овна, and the ending of a woman's surname and of a man's in the genitive.
_SURNAME: Final = ("ova", "eva")
#: A shorter word may be anything.
SHORTEST: Final = 7
_ENDINGS: Final = (("ovic", "male"), ("evic", "male"), ("ovna", "female"), ("evna", "female"))


def _stem(start: str) -> str:
    stem = given_key(start).rstrip("aeiou")
    if stem.endswith("vl") and stem != "pavl":
        return stem[:-1]
    return stem[:-1] + "v" if stem.endswith("f") else stem
