"""Learning weights from decided pairs, starting from those the model ships with.

Logistic regression on the levels that a pair shows: the shipped log-odds are its offset, and what a level gains or
loses has a normal prior around nothing (maximum a posteriori by Newton's method; Bishop, Pattern Recognition and
Machine Learning, 4.3.3 and 4.5). So a few decisions move little, and many move what they speak of. Contradictions and
the odds beforehand are rules of the model and not learnt: whoever decides sees only doubtful pairs.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import exp, log, log1p, sqrt
from typing import Final

import orjson

from matching.model import CONTRADICTIONS, FEATURES, MODEL_VERSION, Weights
from matching.score import Score

Level = tuple[str, str]
"""A feature and one of its levels."""

#: Standard deviation of what is learnt for one level, in bits: ten surprises move it by less than one.
SPREAD: Final = 0.5
#: Bits that a level may gain or lose, however many decisions say so.
MOST_LEARNT: Final = 4.0
#: Parts of the persons; each is held back once while the others are learnt from.
PARTS: Final = 5
_STEPS: Final = 25
_ENOUGH: Final = 1e-6
_BITS: Final = log(2.0)
#: Found by other means than its level: how many further defendants agree.
_NOT_LEARNT: Final = frozenset({"prior", "defendants"})


@dataclass(frozen=True, slots=True)
class Decided:
    """A decided pair: the levels it shows, its log2 odds by the shipped model, the decision, and whose pair it is."""

    levels: frozenset[Level]
    log_odds: float
    same: bool
    person: str


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt, in bits, from how many pairs, and the mean log-loss (nats) on persons held back."""

    levels: Mapping[Level, float]
    seen: Mapping[tuple[Level, bool], int]
    same: int
    different: int
    persons: int
    loss_before: float
    loss_after: float
    version: str


def decided(found: Score, *, same: bool, person: str) -> Decided | None:
    """What a decision on a pair that scores so teaches (`found`: by the shipped weights); None where it is a rule."""
    shown = ((one.feature, one.agreement or "") for one in found.features)
    levels = frozenset(level for level in shown if learnable(level))
    return None if found.contradicted or not levels else Decided(levels, found.log_odds, same, person)


def learnable(level: Level) -> bool:
    """Whether it is a level of the model that does not contradict."""
    return level[1] in FEATURES.get(level[0], ()) and level not in CONTRADICTIONS and level[0] not in _NOT_LEARNT


def learn(pairs: Sequence[Decided]) -> Learnt:
    """Learn from all pairs; the log-loss is that of each part of the persons by what the other parts teach.

    Raises ValueError when the pairs are of one person alone, or all decided alike.
    """
    persons = {pair.person for pair in pairs}
    if len(persons) < 2 or len({pair.same for pair in pairs}) < 2:
        raise ValueError("there must be pairs of several persons, decided both ways")
    mixed = sorted(persons, key=lambda person: sha256(person.encode()).digest())
    part = {person: n % PARTS for n, person in enumerate(mixed)}
    before = after = 0.0
    for held in range(min(PARTS, len(persons))):
        taught = fit([pair for pair in pairs if part[pair.person] != held])
        for pair in pairs:
            if part[pair.person] == held:
                before += _loss(pair, {})
                after += _loss(pair, taught)
    levels = {level: bits for level, value in fit(pairs).items() if (bits := round(value, 3))}
    seen = Counter((level, pair.same) for pair in pairs for level in pair.levels)
    same = sum(pair.same for pair in pairs)
    return Learnt(levels, seen, same, len(pairs) - same, len(persons), before / len(pairs), after / len(pairs),
                  version_of(levels))  # fmt: skip


def fit(pairs: Sequence[Decided]) -> dict[Level, float]:
    """Bits for each level that the pairs show, the likeliest under the prior."""
    names = sorted({level for pair in pairs for level in pair.levels})
    place = {level: n for n, level in enumerate(names)}
    rows = [([place[level] for level in sorted(pair.levels)], pair.log_odds, pair.same) for pair in pairs]
    values = [0.0] * len(names)
    for _ in range(_STEPS):
        slope, curve = _slopes(rows, values)
        step = _solved(curve, slope)
        values = [max(-MOST_LEARNT, min(MOST_LEARNT, value - by)) for value, by in zip(values, step, strict=True)]
        if max(map(abs, step), default=0.0) < _ENOUGH:
            break
    return dict(zip(names, values, strict=True))


Row = tuple[list[int], float, bool]


def _slopes(rows: Iterable[Row], values: Sequence[float]) -> tuple[list[float], list[list[float]]]:
    """First and second derivatives of the negative log posterior."""
    tight = 1.0 / SPREAD**2
    slope = [value * tight for value in values]
    curve = [[tight if i == j else 0.0 for j in range(len(values))] for i in range(len(values))]
    for places, offset, same in rows:
        likely = _probability(offset + sum(values[n] for n in places))
        error, weight = _BITS * (likely - same), _BITS**2 * likely * (1.0 - likely)
        for i in places:
            slope[i] += error
            row = curve[i]
            for j in places:
                row[j] += weight
    return slope, curve


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """x of matrix · x = right, by Cholesky: the prior makes the matrix positive definite."""
    size = len(right)
    lower = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = matrix[i][j] - sum(a * b for a, b in zip(lower[i][:j], lower[j][:j], strict=True))
            lower[i][j] = sqrt(rest) if i == j else rest / lower[j][j]
    half: list[float] = []
    for i in range(size):
        half.append((right[i] - sum(lower[i][k] * half[k] for k in range(i))) / lower[i][i])
    found = [0.0] * size
    for i in reversed(range(size)):
        found[i] = (half[i] - sum(lower[k][i] * found[k] for k in range(i + 1, size))) / lower[i][i]
    return found


def _probability(log_odds: float) -> float:
    return 1.0 / (1.0 + exp(-_BITS * max(-60.0, min(60.0, log_odds))))


def _loss(pair: Decided, taught: Mapping[Level, float]) -> float:
    odds = _BITS * (pair.log_odds + sum(taught.get(level, 0.0) for level in pair.levels))
    against = -odds if pair.same else odds
    return log1p(exp(against)) if against < 30.0 else against


def version_of(levels: Mapping[Level, float]) -> str:
    """The version of what was learnt: the shipped one, and a hash of the bits."""
    told = orjson.dumps(sorted((*level, bits) for level, bits in levels.items()))
    return f"{MODEL_VERSION}+{sha256(told).hexdigest()[:8]}"


def to_json(learnt: Learnt, made_on: str) -> bytes:
    """The model's file: for people to read, and for `from_json`."""
    levels = [
        {"feature": feature, "level": level, "bits": bits, "same": learnt.seen[(feature, level), True],
         "different": learnt.seen[(feature, level), False]}
        for (feature, level), bits in sorted(learnt.levels.items())
    ]  # fmt: skip
    told = {
        "version": learnt.version, "shipped": MODEL_VERSION, "made_on": made_on,
        "decisions": {"same": learnt.same, "different": learnt.different, "persons": learnt.persons},
        "held_back": {"log_loss_before": round(learnt.loss_before, 4), "log_loss_after": round(learnt.loss_after, 4)},
        "levels": levels,
    }  # fmt: skip
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def from_json(data: bytes) -> Weights:
    """The weights of a model's file. Raises ValueError in words, also for one learnt from another shipped version."""
    try:
        told = orjson.loads(data)
        shipped, version = told["shipped"], told["version"]
        levels = {(str(one["feature"]), str(one["level"])): float(one["bits"]) for one in told["levels"]}
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise ValueError("is no model that `poimenno link --train` wrote") from error
    if shipped != MODEL_VERSION:
        raise ValueError(f"was learnt from {shipped}, and this version ships {MODEL_VERSION}; learn it anew")
    wrong = sorted("/".join(level) for level, bits in levels.items()
                   if not learnable(level) or not abs(bits) <= MOST_LEARNT)  # fmt: skip
    if wrong:
        raise ValueError(f"has weights that can't be: {', '.join(wrong)}")
    if version != version_of(levels):
        raise ValueError("was changed by hand: its weights are not those of its version")
    return Weights(version, levels)
