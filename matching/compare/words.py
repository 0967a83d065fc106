"""How far apart two folded words are, weighed by the confusions that romanisation and ears really make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
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


#: What it costs to lose a vowel that stands between two consonants, or to put one there.
LONELY: Final = 0.85


#: Costs by the last letters of one word, then by those of the other.
Table = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Costs:
    """What each step costs, the same both ways.

    `swaps`: of one letter for another, and `losses`: of a letter that only one word has; 1 where nothing is said.
    `lonely`: of a vowel between two consonants, which no spelling leaves out, only a misprint or a bad ear.
    `groups`: of groups of one or two letters that stand for one another.
    """

    swaps: Table
    losses: Mapping[str, float]
    lonely: float
    groups: Mapping[str, tuple[tuple[str, float], ...]]


@cache
def costs(*, across: bool) -> Costs:
    """The costs across scripts and romanisations, or within Cyrillic."""
    other_vowel = 0.7 if across else 0.8
    pairs = {(a, b): other_vowel for a in (*_VOWELS, "-") for b in _VOWELS}
    for pair, cost in _letters(across=across).items():
        pairs[pair[0], pair[1]] = pairs[pair[1], pair[0]] = cost
    groups = {pair: cost for (a, b), cost in (GROUPS_ACROSS if across else GROUPS_WITHIN).items()
              for pair in ((a, b), (b, a))}  # fmt: skip
    return Costs(
        swaps=_nested(pairs),
        losses=_nested(pairs)["-"],
        lonely=LONELY,
        groups={left: tuple(rights.items()) for left, rights in _nested(groups).items()},
    )


def _letters(*, across: bool) -> dict[str, float]:
    """By pair of letters: what is known, and what was learnt where that is less."""
    letters = dict(ACROSS if across else WITHIN)
    for line in files("matching.compare").joinpath("costs.txt").read_text(encoding="ascii").splitlines():
        where, left, right, cost = line.split()
        if (where == "across") == across:
            letters[left + right] = min(float(cost), letters.get(left + right, 1.0))
    return letters


def _nested(costs_by_pair: Mapping[tuple[str, str], float]) -> Table:
    nested: dict[str, dict[str, float]] = {}
    for (left, right), cost in costs_by_pair.items():
        nested.setdefault(left, {})[right] = cost
    return nested


def distance(left: str, right: str, *, across: bool = True, limit: float = FAR) -> float:
    """Weighted edit distance of two folded words: 0 the same, 1 about one wrong letter, `FAR` more than `limit`.

    `across`: at least one of them was printed in Latin letters, so the confusions of romanisations are cheap. The lower
    the limit, the sooner strangers are told apart.
    """
    if left == right:
        return 0.0
    reach = 3 + max(len(left), len(right)) // 4
    if abs(len(left) - len(right)) > reach or Levenshtein.distance(left, right, score_cutoff=reach) > reach:
        return FAR
    return _weighted(left, right, costs(across=across), limit)


#: The cells of a row of the programme that are within the limit: cost by place in the right word.
Row = dict[int, float]
_TURNED: Final = 0.8
_NO_SWAPS: Final[Mapping[str, float]] = {}


def _weighted(left: str, right: str, table: Costs, limit: float) -> float:
    """The dynamic programme over letters and groups, without the cells that cost more than `limit` already.

    Two letters that changed places cost 0.8. No step reaches back more than two rows, so two empty ones end it.
    """
    losses, lost = _losses(right, table), _losses(left, table)
    before: Row = {}
    row = _run_on({0: 0.0}, losses, limit)
    for i, letter in enumerate(left):
        found = _steps(row, lost[i], table.swaps.get(letter, _NO_SWAPS), letter, right, limit)
        if leaps := table.groups.get(letter):
            _leap(found, row, right, leaps, limit)
        if before:
            two = left[i - 1 : i + 1]
            _leap(found, before, right, (*table.groups.get(two, ()), (two[::-1], _TURNED)), limit)
        before, row = row, _run_on(found, losses, limit)
        if not row and not before:
            return FAR
    return row.get(len(right), FAR)


def _losses(word: str, table: Costs) -> list[float]:
    """What it costs to lose each letter of a word."""
    prices = [table.losses.get(letter, 1.0) for letter in word]
    for place in range(1, len(word) - 1):
        if word[place] in _VOWELS and word[place - 1] not in _VOWELS and word[place + 1] not in _VOWELS:
            prices[place] = table.lonely
    return prices


def _steps(above: Row, loss: float, swaps: Mapping[str, float], letter: str, right: str, limit: float) -> Row:
    """From the row above: the left word's next letter lost, or swapped for one of the right word."""
    end = len(right)
    row: Row = {}
    for j, cost in above.items():
        lost = cost + loss
        if lost <= limit and lost < row.get(j, FAR):
            row[j] = lost
        if j < end:
            other = right[j]
            swapped = cost if other == letter else cost + swaps.get(other, 1.0)
            if swapped <= limit and swapped < row.get(j + 1, FAR):
                row[j + 1] = swapped
    return row


def _leap(row: Row, origin: Row, right: str, leaps: Iterable[tuple[str, float]], limit: float) -> None:
    """From an earlier row: the left word's last letters for a group of the right word."""
    for group, price in leaps:
        for j, cost in origin.items():
            leapt = cost + price
            if leapt <= limit and right.startswith(group, j) and leapt < row.get(j + len(group), FAR):
                row[j + len(group)] = leapt


def _run_on(row: Row, losses: Sequence[float], limit: float) -> Row:
    """Along a row: the right word's letters lost, one after the other."""
    end = len(losses)
    for j in sorted(row):
        cost = row[j]
        while j < end:
            cost += losses[j]
            j += 1
            if cost > limit or cost >= row.get(j, FAR):
                break
            row[j] = cost
    return row
