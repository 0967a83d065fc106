"""How far apart two folded words are, weighed by the confusions that romanisation and ears really make."""

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

#: Farther than this is simply another word.
FAR: Final = 9.0

_VOWELS: Final = frozenset("aeiou")
#: Cost of one letter standing for another, both ways; any other pair costs 1.
SWAPS: Final[dict[str, float]] = {
    "ao": 0.25, "ei": 0.3, "ae": 0.4, "ou": 0.4, "iu": 0.45, "eo": 0.3, "uv": 0.2, "gh": 0.1, "ch": 0.35, "cw": 0.35,
    "zs": 0.45, "jz": 0.45, "ws": 0.5, "cs": 0.6, "td": 0.6, "bp": 0.6, "vf": 0.2, "kh": 0.4, "ij": 0.4, "jw": 0.45,
    "jg": 0.5, "jd": 0.6, "mn": 0.7, "kg": 0.6, "ct": 0.6, "kc": 0.5, "tf": 0.6, "bv": 0.7, "jc": 0.6, "ai": 0.7,
    "oi": 0.7,
}  # fmt: skip
#: Cost of a letter that one of the two lacks; any other costs 1.
LOST: Final[dict[str, float]] = {
    "i": 0.2,
    "e": 0.55,
    "a": 0.6,
    "o": 0.6,
    "u": 0.6,
    "h": 0.5,
    "t": 0.75,
    "v": 0.75,
    "s": 0.8,
}
#: Cost of groups that stand for one another.
GROUPS: Final[dict[tuple[str, str], float]] = {
    ("ts", "c"): 0.25, ("ts", "z"): 0.3, ("ts", "s"): 0.4, ("ts", "t"): 0.35, ("ks", "h"): 0.4, ("ia", "e"): 0.25,
    ("ia", "a"): 0.15, ("iu", "u"): 0.15, ("j", "zh"): 0.2, ("sh", "w"): 0.15, ("wc", "w"): 0.1, ("ts", "k"): 0.4,
    ("ai", "ei"): 0.2, ("iv", "u"): 0.4, ("hv", "f"): 0.2, ("kv", "hv"): 0.4, ("st", "s"): 0.5, ("en", "in"): 0.2,
}  # fmt: skip


def _swap(left: str, right: str) -> float:
    cost = SWAPS.get(left + right) or SWAPS.get(right + left)
    if cost is not None:
        return cost
    return 0.7 if left in _VOWELS and right in _VOWELS else 1.0


_GROUP_COSTS: Final[dict[tuple[str, str], float]] = {**GROUPS, **{(b, a): cost for (a, b), cost in GROUPS.items()}}
_SHAPES: Final = tuple({(len(a), len(b)) for a, b in _GROUP_COSTS})


@lru_cache(maxsize=400_000)
def distance(left: str, right: str) -> float:
    """Weighted edit distance of two folded words: 0 the same, 1 about one wrong letter, `FAR` another word."""
    if left == right:
        return 0.0
    reach = 3 + max(len(left), len(right)) // 4
    if abs(len(left) - len(right)) > reach or Levenshtein.distance(left, right, score_cutoff=reach) > reach:
        return FAR
    return _weighted(left, right)


def _weighted(left: str, right: str) -> float:
    """The plain dynamic programme, letter pairs and `GROUPS` alike; a neighbouring transposition costs 0.8."""
    rows = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            if i or j:
                rows[i][j] = min(_steps(rows, left, right, i, j))
    return rows[-1][-1]


def _steps(rows: list[list[float]], left: str, right: str, i: int, j: int) -> list[float]:
    steps = []
    if i:
        steps.append(rows[i - 1][j] + LOST.get(left[i - 1], 1.0))
    if j:
        steps.append(rows[i][j - 1] + LOST.get(right[j - 1], 1.0))
    if i and j:
        a, b = left[i - 1], right[j - 1]
        steps.append(rows[i - 1][j - 1] + (0.0 if a == b else _swap(a, b)))
        if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
            steps.append(rows[i - 2][j - 2] + 0.8)
        for long, short in _SHAPES:
            if i >= long and j >= short:
                cost = _GROUP_COSTS.get((left[i - long : i], right[j - short : j]))
                if cost is not None:
                    steps.append(rows[i - long][j - short] + cost)
    return steps
