"""Which word of a name is what: the likeliest of the orders that names are printed in."""

import re
from functools import lru_cache
from math import log2
from typing import Final, NamedTuple

from matching.names.family import neutral_family, typical_family
from matching.names.frequency import family_bits, given_share, knows_family
from matching.names.given import all_classes, father_classes, given_key
from matching.names.patronymic import DAUGHTER_OF, SON_OF, read_patronymic
from matching.names.tokens import Token

#: Orders by number of words, with a log2 weight each: F family, G given, P patronymic.
ORDERS: Final[dict[int, tuple[tuple[str, float], ...]]] = {
    1: (("F", 0.0), ("G", -9.0)),
    2: (("FG", 0.0), ("GF", 0.0), ("GP", -5.0), ("FF", -7.0), ("PF", -12.0), ("FP", -12.0)),
    3: (("FGP", 0.0), ("GPF", 0.0), ("GFP", -7.0), ("GFF", -4.0), ("FFG", -5.0), ("GGF", -5.0), ("FGG", -6.0)),
    4: (("FFGP", 0.0), ("GPFF", 0.0), ("GGPF", -2.0), ("FGGP", -3.0), ("FGPP", -2.0), ("GPPF", -2.0), ("GGFF", -6.0),
        ("FFFG", -7.0), ("GFFF", -7.0)),
    5: (("FFGGP", 0.0), ("GGPFF", 0.0), ("GPFFF", -3.0), ("FFFGP", -3.0), ("FGGPP", -3.0), ("GGGPF", -4.0),
        ("GFFFF", -7.0)),
}  # fmt: skip
#: Below this difference (bits) between the two best orders that give another family name, the reading is unsure.
SURE_BY: Final = 6.0


class Reading(NamedTuple):
    """Words by role; `sure` is false when family name and given name may be the other way round;
    `sex` is told by оглы and кызы alone."""

    family: tuple[Token, ...]
    given: tuple[Token, ...]
    patronymic: tuple[Token, ...]
    sure: bool
    sex: str | None = None


def read_roles(tokens: tuple[Token, ...], *, comma: bool) -> Reading:
    """Give each word its role. `comma`: a comma parts the words before it (family) from those after."""
    tokens, fathers, sex = _take_turkic(tokens)
    if not tokens:
        return Reading((), (), fathers, sure=True, sex=sex)
    kept = tokens[:_MOST_WORDS]
    capitals = [token.capitals for token in kept if not token.initial]
    mixed = any(capitals) and not all(capitals)
    scores = [_role_scores(token, mixed=mixed, comma=comma) for token in kept]
    best, rival, chosen = _NONE_SCORED, _NONE_SCORED, ""
    for order, bits in ORDERS[len(kept)]:
        for row, role in zip(scores, order, strict=True):
            bits += row[role]
        if (bits, order) > (best, chosen):
            best, rival, chosen = bits, best, order
        elif bits > rival:
            rival = bits
    family, given, patronymic = _chosen(kept, chosen)
    return Reading(family, given, patronymic + fathers, sure=best - rival >= SURE_BY, sex=sex)


_MOST_WORDS: Final = max(ORDERS)
#: Below any score.
_NONE_SCORED: Final = -1e9
_CHILD_OF: Final = SON_OF | DAUGHTER_OF


def _take_turkic(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...], str | None]:
    """Take out «Ахмед оглы» and «Ахмед кызы»: the father's name and the word after it."""
    for place, token in enumerate(tokens):
        if place and token.folded in _CHILD_OF:
            sex = "male" if token.folded in SON_OF else "female"
            return tokens[: place - 1] + tokens[place + 1 :], (tokens[place - 1],), sex
    return tokens, (), None


def _chosen(tokens: tuple[Token, ...], order: str) -> tuple[tuple[Token, ...], tuple[Token, ...], tuple[Token, ...]]:
    roles: dict[str, list[Token]] = {"F": [], "G": [], "P": []}
    for token, role in zip(tokens, order, strict=True):
        roles[role].append(token)
    return tuple(roles["F"]), tuple(roles["G"]), tuple(roles["P"])


def _role_scores(token: Token, *, mixed: bool, comma: bool) -> dict[str, float]:
    scores = _INITIAL_SCORES if token.initial else _word_scores(token.folded)
    if not (mixed or comma):
        return scores
    scores = dict(scores)
    for role in scores:
        if mixed and token.capitals != (role == "F"):
            scores[role] -= 20.0
        if comma and token.before_comma != (role == "F"):
            scores[role] -= 12.0
    return scores


_INITIAL_SCORES: Final = {"F": -9.0, "G": -2.0, "P": -2.0}


@lru_cache(maxsize=25_000)
def _word_scores(folded: str) -> dict[str, float]:
    return {role: _word_score(folded, role) for role in "FGP"}


def _word_score(folded: str, role: str) -> float:
    """How likely (log2, up to a constant) a word is as family name, given name or patronymic."""
    if role == "P":
        return _father_score(folded)
    if role == "G":
        known = bool(all_classes(folded))
        common = log2(given_share(given_key(folded)))
        return max(common, -8.0 if known else -20.0) - (4.0 if typical_family(folded) and not known else 0.0)
    neutral = neutral_family(folded)
    common = -min(family_bits(neutral), 20.0) if knows_family(neutral) else -20.0
    return common + (3.0 if typical_family(folded) else 0.0) - (3.0 if read_patronymic(folded) else 0.0)


def _father_score(folded: str) -> float:
    """A word that ends like a patronymic is none where nobody's father is called so: Станкевич, Мкртич."""
    read = read_patronymic(folded)
    if read is None:
        return -25.0
    if father_classes(read.stem):
        return -1.0
    if folded.endswith(_AFTER_K):
        return -25.0
    return -8.0 if knows_family(neutral_family(folded)) else -4.0 if _LONG.search(folded) else -10.0


#: No father's name in -к makes a patronymic in -евич (Маркович): Короткевич, Караткевіч are surnames.
_AFTER_K: Final = "kevic"
#: Endings that only a patronymic has, if nothing else is known of the word.
_LONG: Final = re.compile("[oaei]v(?:i[cw]|n)")
