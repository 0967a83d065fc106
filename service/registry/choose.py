"""The rule that chooses among what the sources say (docs/CODEBOOK.md, "How values are chosen").

A maintainer's correction; else a value that contains another supports it, and the most precise of the compatible ones
is shown; among incompatible ones independent sources count first, then the kind of document, then precision, then
recency. What is not shown stays beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final, NamedTuple

from service.registry.lattice import Lattice
from service.registry.sources import Sources

REMOVED: Final = object()
"""The value of a correction that says: nothing is known here."""


class Claim(NamedTuple):
    """One citation's value for a field; `text` is how it was printed, where that differs from the value."""

    value: Any
    n: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A field as it will be shown (None: nobody says anything), whether the sources disagree, and whether evidence
    received after a correction contradicts it."""

    fact: dict[str, Any] | None = None
    conflict: bool = False
    contradicted: bool = False


NOTHING: Final = Choice()


@dataclass(slots=True)
class Option:
    """All claims that say the same."""

    value: Any
    claims: list[Claim] = field(default_factory=list)

    @property
    def citations(self) -> list[int]:
        """The citations that say it, in order."""
        return sorted({claim.n for claim in self.claims})


def choose(claims: Sequence[Claim], lattice: Lattice, sources: Sources, aside: Sequence[Claim] = ()) -> Choice:
    """The value to show for one field, with its citations and alternatives.

    `aside` holds claims that never conflict and are shown only when there are no others.
    """
    if not claims:
        return choose(aside, lattice, sources) if aside else NOTHING
    if len(claims) == 1 and not aside and claims[0].value is not REMOVED:
        return Choice(_single(claims[0], lattice))
    corrections = [claim for claim in claims if claim.n in sources.corrections]
    options = options_of((claim for claim in claims if claim.n not in sources.corrections), lattice, sources)
    spare = options_of(aside, lattice, sources)
    if corrections:
        return _corrected(sources.latest(corrections), options, spare, lattice, sources)
    shown = best(most_precise(options, lattice), options, lattice, sources)
    clash = any(not lattice.compatible(a.value, b.value) for a, b in combinations(options, 2))
    return Choice(_fact(shown, options, spare, lattice, sources), clash)


def options_of(claims: Iterable[Claim], lattice: Lattice, sources: Sources) -> list[Option]:
    """The claims put together where they say the same, each with the spelling that most sources use."""
    by_key: dict[Any, Option] = {}
    for claim in claims:
        by_key.setdefault(lattice.key(claim.value), Option(claim.value)).claims.append(claim)
    options = list(by_key.values())
    for option in options:
        if len(option.claims) > 1:
            option.value = _usual_spelling(option.claims, lattice, sources)
    return options


def most_precise(options: Sequence[Option], lattice: Lattice) -> list[Option]:
    """The options that contain no other."""
    if len(options) == 1:
        return list(options)
    return [a for a in options if not any(_less_precise(a.value, b.value, lattice) for b in options)]


def _less_precise(wide: Any, narrow: Any, lattice: Lattice) -> bool:
    return lattice.contains(wide, narrow) and not lattice.contains(narrow, wide)


def supporters(shown: Option, options: Iterable[Option], lattice: Lattice) -> list[Option]:
    """The options that say the same as `shown` or contain it, itself included."""
    return [one for one in options if one is shown or lattice.contains(one.value, shown.value)]


def best(among: Sequence[Option], options: Sequence[Option], lattice: Lattice, sources: Sources) -> Option:
    """The option that the rule prefers: independent sources, kind of document, precision, recency."""
    if len(among) == 1:
        return among[0]
    return max(among, key=lambda one: weight(one, options, lattice, sources))


def weight(option: Option, options: Sequence[Option], lattice: Lattice, sources: Sources) -> tuple[Any, ...]:
    """What `best` compares, highest first; the last part only makes the order total."""
    backing = {claim.n for one in supporters(option, options, lattice) for claim in one.claims}
    own = option.citations
    return (
        sources.independent(backing),
        sources.kind_rank(own),
        -lattice.precision(option.value),
        sources.recency(own),
        lattice.words(option.value),
    )


def _usual_spelling(claims: Sequence[Claim], lattice: Lattice, sources: Sources) -> Any:
    spellings: dict[str, tuple[Any, set[int]]] = {}
    for claim in claims:
        spellings.setdefault(repr(claim.value), (claim.value, set()))[1].add(claim.n)
    if len(spellings) == 1:
        return claims[0].value

    def rank(item: tuple[str, tuple[Any, set[int]]]) -> tuple[int, bool, int, str]:
        text, (_, ns) = item
        return (-sources.independent(ns), text.isascii(), min(ns), text)

    return min(spellings.items(), key=rank)[1][0]


def _single(claim: Claim, lattice: Lattice) -> dict[str, Any]:
    fact: dict[str, Any] = {"value": lattice.show(claim.value), "citations": [claim.n], "alternatives": []}
    if claim.text is not None:
        fact["as_reported"] = [{"text": claim.text, "citations": [claim.n]}]
    return fact


def _fact(
    shown: Option, options: Sequence[Option], spare: Sequence[Option], lattice: Lattice, sources: Sources
) -> dict[str, Any]:
    backing = supporters(shown, options, lattice)
    claims = [claim for one in backing for claim in one.claims]
    others = [one for one in options if one not in backing]
    return _shaped(lattice.show(shown.value), lattice.words(shown.value), claims, [*others, *spare], lattice, sources)


def _shaped(
    value: Any, words: str, claims: Sequence[Claim], others: Sequence[Option], lattice: Lattice, sources: Sources
) -> dict[str, Any]:
    fact: dict[str, Any] = {
        "value": value,
        "citations": sorted({claim.n for claim in claims}),
        "alternatives": alternatives(others, lattice, sources),
    }
    reported = _as_reported(claims, words, lattice)
    if reported:
        fact["as_reported"] = reported
    return fact


def alternatives(others: Sequence[Option], lattice: Lattice, sources: Sources) -> list[dict[str, Any]]:
    """The options not shown, as the document holds them, best first."""
    ordered = sorted(others, key=lambda one: weight(one, others, lattice, sources), reverse=True)
    shaped = []
    for one in ordered:
        item: dict[str, Any] = {"value": lattice.show(one.value), "citations": one.citations}
        reported = _as_reported(one.claims, lattice.words(one.value), lattice)
        if reported:
            item["as_reported"] = reported
        shaped.append(item)
    return shaped


def _as_reported(claims: Sequence[Claim], words: str, lattice: Lattice) -> list[dict[str, Any]]:
    texts: dict[str, set[int]] = {}
    for claim in claims:
        text = claim.text
        if text is None and claim.value is not REMOVED:
            text = lattice.words(claim.value)
        if text is not None and (text != words or claim.text is not None):
            texts.setdefault(text, set()).add(claim.n)
    listed = sorted(texts.items(), key=lambda item: (min(item[1]), item[0]))
    return [{"text": text, "citations": sorted(ns)} for text, ns in listed]


def _corrected(
    correction: Claim, options: list[Option], spare: list[Option], lattice: Lattice, sources: Sources
) -> Choice:
    def later(option: Option) -> bool:
        return any(sources.received_after(claim.n, correction.n) for claim in option.claims)

    if correction.value is REMOVED:
        fact = _shaped(None, "", [correction], [*options, *spare], lattice, sources)
        contradicted = any(map(later, options))
        return Choice(fact, contradicted, contradicted)
    backing = [one for one in options if lattice.contains(one.value, correction.value)]
    claims = [correction, *(claim for one in backing for claim in one.claims)]
    others = [one for one in options if one not in backing]
    fact = _shaped(
        lattice.show(correction.value), lattice.words(correction.value), claims, [*others, *spare], lattice, sources
    )
    against = [one for one in others if later(one) and not lattice.compatible(one.value, correction.value)]
    return Choice(fact, bool(against), bool(against))
