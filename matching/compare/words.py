"""How far apart two folded words are, weighed by the confusions that romanisation and ears really make."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from rapidfuzz.distance import Levenshtein

#: Farther than this is simply another word.
FAR: Final = 9.0

_VOWELS: Final = frozenset("aeiou")
#: What is known of the spellings themselves; `costs.txt` adds what was learnt. A letter pair, or `-` and a lost letter.
ACROSS: Final[dict[str, float]] = {
    "ao": 0.25, "ei": 0.3, "ae": 0.4, "ou": 0.4, "iu": 0.45, "eo": 0.3, "uv": 0.2, "gh": 0.1, "ch": 0.35, "cw": 0.35,
    "sz": 0.45, "jz": 0.45, "sw": 0.4, "cs": 0.6, "dt": 0.7, "bp": 0.7, "fv": 0.2, "hk": 0.4, "ij": 0.4, "jw": 0.45,
    "gj": 0.5, "dj": 0.6, "gk": 0.6, "ck": 0.6, "ft": 0.6, "cj": 0.7, "-i": 0.2, "-e": 0.55, "-a": 0.6, "-o": 0.6,
    "-u": 0.6, "-h": 0.5, "-t": 0.75, "-v": 0.75, "-s": 0.8,
}  # fmt: skip
#: The same between Cyrillic spellings: Belarusian writes а for an unstressed о and я for е, Ukrainian і for о and е.
WITHIN: Final[dict[str, float]] = {
    "ao": 0.25, "ae": 0.45, "ei": 0.35, "eo": 0.4, "io": 0.5, "uv": 0.25, "iu": 0.6, "ou": 0.5, "gh": 0.6, "fh": 0.5,
    "-i": 0.45, "bp": 0.8, "dt": 0.8, "sz": 0.8,
}  # fmt: skip
#: Groups that stand for one another.
GROUPS_ACROSS: Final[dict[tuple[str, str], float]] = {
    ("ts", "c"): 0.25, ("ts", "z"): 0.3, ("ts", "s"): 0.4, ("ts", "t"): 0.35, ("ks", "h"): 0.4, ("ia", "e"): 0.25,
    ("ia", "a"): 0.15, ("iu", "u"): 0.15, ("sh", "w"): 0.15, ("ts", "k"): 0.4,
    ("ai", "ei"): 0.2, ("iv", "u"): 0.4, ("hv", "f"): 0.2, ("kv", "hv"): 0.4, ("st", "s"): 0.5, ("en", "in"): 0.2,
    ("j", "zi"): 0.25,
}  # fmt: skip
GROUPS_WITHIN: Final[dict[tuple[str, str], float]] = {
    ("ia", "e"): 0.25, ("ia", "a"): 0.3, ("iu", "u"): 0.3, ("ts", "t"): 0.35, ("ai", "ei"): 0.3, ("hv", "f"): 0.3,
    ("i", "ei"): 0.3, ("j", "zi"): 0.25,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs of swaps and losses by the two letters, both ways, of groups, and of any other two vowels or lost vowel."""

    letters: Mapping[tuple[str, str], float]
    groups: Mapping[tuple[str, str], float]
    shapes: tuple[tuple[int, int], ...]
    other_vowel: float

    def swap(self, left: str, right: str) -> float:
        """One letter for another; `-` is none."""
        if left == right:
            return 0.0
        other = self.other_vowel if (left in _VOWELS or left == "-") and (right in _VOWELS or right == "-") else 1.0
        return self.letters.get((left, right), other)


@cache
def costs(*, across: bool) -> Costs:
    """The costs across scripts and romanisations, or within Cyrillic."""
    letters = dict(ACROSS if across else WITHIN)
    for line in files("matching.compare").joinpath("costs.txt").read_text(encoding="ascii").splitlines():
        where, left, right, cost = line.split()
        if (where == "across") == across:
            letters[left + right] = min(float(cost), letters.get(left + right, 1.0))
    groups = GROUPS_ACROSS if across else GROUPS_WITHIN
    return Costs(
        letters={pair: cost for both, cost in letters.items() for pair in ((both[0], both[1]), (both[1], both[0]))},
        groups={pair: cost for (a, b), cost in groups.items() for pair in ((a, b), (b, a))},
        shapes=tuple({shape for a, b in groups for shape in ((len(a), len(b)), (len(b), len(a)))}),
        other_vowel=0.7 if across else 0.8,
    )


@lru_cache(maxsize=400_000)
def distance(left: str, right: str, *, across: bool = True) -> float:
    """Weighted edit distance of two folded words: 0 the same, 1 about one wrong letter, `FAR` another word.

    `across`: at least one of them was printed in Latin letters, so the confusions of romanisations are cheap.
    """
    if left == right:
        return 0.0
    reach = 3 + max(len(left), len(right)) // 4
    if abs(len(left) - len(right)) > reach or Levenshtein.distance(left, right, score_cutoff=reach) > reach:
        return FAR
    return _weighted(left, right, costs(across=across))


def _weighted(left: str, right: str, table: Costs) -> float:
    """The plain dynamic programme over letters and groups; two letters that changed places cost 0.8."""
    rows = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            if i or j:
                rows[i][j] = min(_steps(rows, left, right, i, j, table))
    return rows[-1][-1]


def _steps(rows: list[list[float]], left: str, right: str, i: int, j: int, table: Costs) -> list[float]:
    steps = []
    if i:
        steps.append(rows[i - 1][j] + table.swap("-", left[i - 1]))
    if j:
        steps.append(rows[i][j - 1] + table.swap("-", right[j - 1]))
    if i and j:
        a, b = left[i - 1], right[j - 1]
        steps.append(rows[i - 1][j - 1] + table.swap(a, b))
        if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
            steps.append(rows[i - 2][j - 2] + 0.8)
    return steps + _group_steps(rows, left[:i], right[:j], table)


def _group_steps(rows: list[list[float]], left: str, right: str, table: Costs) -> list[float]:
    steps = []
    for long, short in table.shapes:
        cost = table.groups.get((left[-long:], right[-short:]))
        if cost is not None and len(left) >= long and len(right) >= short:
            steps.append(rows[len(left) - long][len(right) - short] + cost)
    return steps
