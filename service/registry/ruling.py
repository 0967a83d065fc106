"""Verdicts and sentences, and when two reports of them say the same."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple, get_args

from schemas.case import Punishment, SentenceKind
from schemas.dates import duration_months
from service.registry.lattice import EXACT, Lattice, product

SEVERITY: Final = {kind: order for order, kind in enumerate(get_args(SentenceKind))}
"""Art. 44 of the Criminal Code lists punishments from the mildest to the gravest."""


class Penalty(NamedTuple):
    """One punishment; `amount` is (number, currency)."""

    kind: str
    regime: str | None
    duration: str | None
    suspended: bool
    probation: str | None
    amount: tuple[float, str] | None
    additional: bool


class Ruling(NamedTuple):
    """What a decision says of one defendant; None where the report does not say."""

    verdict: str | None
    sentence: tuple[Penalty, ...] | None
    outcome: str | None


def read_sentence(punishments: Sequence[Punishment] | None) -> tuple[Penalty, ...] | None:
    """The sentence in canonical order, main punishments first, the gravest first; None when none is named."""
    if not punishments:
        return None
    return tuple(sorted(map(_penalty, punishments), key=_order))


def show_sentence(sentence: tuple[Penalty, ...] | None) -> list[dict[str, Any]] | None:
    """The sentence as the contract spells it."""
    return None if sentence is None else [_shown(penalty) for penalty in sentence]


def _penalty(one: Punishment) -> Penalty:
    amount = (_number(one.amount.amount), one.amount.currency) if one.amount else None
    regime = None if one.regime == "unspecified" else one.regime
    return Penalty(one.kind, regime, one.duration, one.suspended, one.probation, amount, one.additional)


def _number(amount: float) -> float:
    # Whole numbers are kept as integers, so that every JSON writer spells them alike.
    return int(amount) if amount == int(amount) else amount


def _shown(penalty: Penalty) -> dict[str, Any]:
    amount = penalty.amount
    shown = penalty._asdict()
    shown["amount"] = None if amount is None else {"amount": amount[0], "currency": amount[1]}
    return shown


def _order(penalty: Penalty) -> tuple[Any, ...]:
    return (penalty.additional, -SEVERITY[penalty.kind], repr(penalty))


def _same_length(left: str, right: str) -> bool:
    return left == right or duration_months(left) == duration_months(right)


def _less_or_same(wide: Penalty, narrow: Penalty) -> bool:
    return (
        wide.kind == narrow.kind
        and wide.suspended == narrow.suspended
        and wide.regime in (None, narrow.regime)
        and wide.amount in (None, narrow.amount)
        and (not wide.additional or narrow.additional)
        and all(
            a is None or (b is not None and _same_length(a, b))
            for a, b in ((wide.duration, narrow.duration), (wide.probation, narrow.probation))
        )
    )


def _may_agree(left: Penalty, right: Penalty) -> bool:
    return (
        left.kind == right.kind
        and left.suspended == right.suspended
        and (left.regime is None or right.regime is None or left.regime == right.regime)
        and (left.amount is None or right.amount is None or left.amount == right.amount)
        and all(
            a is None or b is None or _same_length(a, b)
            for a, b in ((left.duration, right.duration), (left.probation, right.probation))
        )
    )


def _matched(wide: Sequence[Penalty], narrow: Sequence[Penalty]) -> list[int] | None:
    """For each of `wide` the index of one of `narrow` that it contains, all different; None if there is no such way.

    Kuhn's augmenting paths, so that the answer does not depend on the order of the punishments.
    """
    taken: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j, candidate in enumerate(narrow):
            if j not in tried and _less_or_same(wide[i], candidate):
                tried.add(j)
                if j not in taken or place(taken[j], tried):
                    taken[j] = i
                    return True
        return False

    return list(taken) if all(place(i, set()) for i in range(len(wide))) else None


def _gravest(sentence: Sequence[Penalty]) -> int:
    return max(SEVERITY[penalty.kind] for penalty in sentence)


def _contains(wide: tuple[Penalty, ...], narrow: tuple[Penalty, ...]) -> bool:
    """A sentence contains one that adds to it; but whoever omits the gravest punishment tells another sentence."""
    return _gravest(wide) == _gravest(narrow) and _matched(wide, narrow) is not None


def _compatible(left: tuple[Penalty, ...], right: tuple[Penalty, ...]) -> bool:
    """Whether the gravest punishments agree, and of the others those that both name."""
    if _gravest(left) != _gravest(right):
        return False
    if _contains(left, right) or _contains(right, left):
        return True
    return _each_agrees(left, right) and _each_agrees(right, left)


def _each_agrees(some: Sequence[Penalty], others: Sequence[Penalty]) -> bool:
    named = {penalty.kind for penalty in others}
    return all(any(_may_agree(a, b) for b in others) for a in some if a.kind in named)


def _known_parts(sentence: tuple[Penalty, ...]) -> float:
    return float(sum(part not in (None, False) for penalty in sentence for part in penalty))


def sentence_words(sentence: tuple[Penalty, ...]) -> str:
    """The sentence in one canonical line (`imprisonment general P3Y`)."""
    return "; ".join(" ".join(_words(penalty)) for penalty in sentence)


def _words(penalty: Penalty) -> list[str]:
    amount = f"{penalty.amount[0]} {penalty.amount[1]}" if penalty.amount else None
    probation = f"probation {penalty.probation}" if penalty.probation else None
    marks = ("suspended" if penalty.suspended else None, "additional" if penalty.additional else None)
    parts = (penalty.kind, penalty.regime, penalty.duration, *marks, probation, amount)
    return [part for part in parts if part]


def _same_key(sentence: tuple[Penalty, ...]) -> Any:
    parts = ((*p[:2], _months(p.duration), p.suspended, _months(p.probation), *p[5:]) for p in sentence)
    return tuple(sorted(parts, key=repr))


def _months(duration: str | None) -> float | None:
    return None if duration is None else duration_months(duration)


SENTENCES: Final = Lattice(
    key=_same_key,
    contains=_contains,
    compatible=_compatible,
    precision=lambda sentence: -_known_parts(sentence),
    show=show_sentence,
    words=sentence_words,
)
_PARTS: Final = product({"verdict": EXACT, "sentence": SENTENCES, "outcome": EXACT})


def _rulings_compatible(left: Ruling, right: Ruling) -> bool:
    return _PARTS.compatible(left, right) and not (_spares(left, right) or _spares(right, left))


def _spares(ruling: Ruling, other: Ruling) -> bool:
    """Whether one tells that there was no punishment, and the other nothing but a punishment."""
    spared = ruling.verdict in ("acquitted", "terminated") and ruling.sentence is None
    return spared and other.verdict is None and other.sentence is not None


RULINGS: Final = replace(_PARTS, compatible=_rulings_compatible)
"""What a decision says: verdict, sentence, and for a higher court the outcome of the appeal.

Nobody is acquitted to a punishment: such parts of two reports are never put together.
"""


def fill(ruling: Ruling, others: Sequence[Ruling]) -> Ruling:
    """`ruling` with what it leaves open filled in from `others`, the first that says it (more precisely)."""
    verdict, sentence, outcome = ruling
    for other in others:
        verdict = other.verdict if verdict is None else verdict
        if other.sentence and (sentence is None or SENTENCES.contains(sentence, other.sentence)):
            sentence = other.sentence
        outcome = other.outcome if outcome is None else outcome
    return Ruling(verdict, sentence, outcome)
