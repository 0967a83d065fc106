"""What a defendant is charged with: texts read as articles, and the charges of several reports put together."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from schemas.case import Charge
from schemas.reference.articles import find_article
from schemas.reference.charges import parse_charges
from service.registry.gather import Entry, Group, gather
from service.registry.lattice import EXACT, TEXTS, Lattice, product
from service.registry.lists import Items
from service.registry.sources import Sources


class ChargeValue(NamedTuple):
    """What makes a charge the same charge; `text` only where no article is known."""

    article: str | None
    part: str | None
    points: tuple[str, ...] | None
    attempt: str | None
    role: str | None
    code: str | None
    text: str | None


_CHARGES = product(
    {"article": EXACT, "part": EXACT, "points": EXACT, "attempt": EXACT, "role": EXACT, "code": EXACT, "text": TEXTS}
)


def _contains(wide: ChargeValue, narrow: ChargeValue) -> bool:
    """An article without its part contains the part; a text without an article is the same text or another charge."""
    if wide.article is None or narrow.article is None:
        same_text = wide.text is not None and narrow.text is not None and TEXTS.key(wide.text) == TEXTS.key(narrow.text)
        return same_text and wide.article is narrow.article is None and _CHARGES.contains(wide, narrow)
    return _CHARGES.contains(wide, narrow)


CHARGES: Final = Lattice(
    _CHARGES.key, _contains, _CHARGES.compatible, _CHARGES.precision, _CHARGES.show, lambda charge: repr(tuple(charge))
)


def read_charges(items: Iterable[Items]) -> list[Entry]:
    """Every charge of the reports, one entry for each article that a text names."""
    return [
        Entry(value, n, charge.text, charge.outcome)
        for charges, n in items
        for charge in charges
        for value in charge_values(charge)
    ]


def charge_values(charge: Charge) -> list[ChargeValue]:
    """The articles of one charge: as given, else as its text names them, else the text alone."""
    if charge.article:
        points = tuple(charge.points) or None
        return [
            ChargeValue(_number(charge.article), charge.part, points, charge.attempt, charge.role, charge.code, None)
        ]
    parsed = _parsed(charge.text) if charge.text else ()
    return [
        ChargeValue(
            one.article, one.part, tuple(one.points) or None, charge.attempt or _attempt(one.attempt),
            charge.role or one.role, charge.code or one.code, None,
        )
        for one in parsed
    ] or [ChargeValue(None, None, None, charge.attempt, charge.role, charge.code, charge.text)]  # fmt: skip


# Charges are worded alike in most cases; a report is read when it comes in and again whenever its record is folded.
_parsed = lru_cache(maxsize=20_000)(parse_charges)


def _number(article: str) -> str:
    known = find_article(article)
    return known.number if known else article.replace("-", ".")


def _attempt(parsed: str | bool | None) -> str | None:
    return parsed if isinstance(parsed, str) else "attempt" if parsed else None


def show_charges(entries: Sequence[Entry], sources: Sources) -> tuple[list[dict[str, Any]], bool]:
    """The charges as the document holds them, and whether the outcome of one is disputed."""
    shown = [_shown(group, sources) for group in gather(entries, CHARGES)]
    shown.sort(key=_order)
    disputed = any({"convicted", "acquitted"} <= _outcomes(one) for one in shown)
    return shown, disputed


def _shown(group: Group, sources: Sources) -> dict[str, Any]:
    value: ChargeValue = group.value
    reported = group.as_reported()
    outcome, others = _outcome(group, sources)
    charge: dict[str, Any] = {
        "text": value.text or (_usual(reported, sources) if reported else None),
        "code": value.code, "article": value.article, "part": value.part, "points": list(value.points or ()),
        "attempt": value.attempt, "role": value.role, "outcome": outcome, "citations": group.citations,
    }  # fmt: skip
    if others:
        charge["alternatives"] = others
    if len(reported) > 1:
        charge["as_reported"] = reported
    return charge


def _usual(reported: Sequence[dict[str, Any]], sources: Sources) -> str:
    best = min(
        reported, key=lambda one: (-sources.independent(one["citations"]), one["text"].isascii(), one["citations"][0])
    )
    text: str = best["text"]
    return text


def _outcome(group: Group, sources: Sources) -> tuple[str | None, list[dict[str, Any]]]:
    """What became of the charge: as last reported (a charge is first reclassified, then decided on)."""
    said: dict[str, set[int]] = {}
    for entry in group.entries:
        if entry.extra is not None:
            said.setdefault(entry.extra, set()).add(entry.n)
    if not said:
        return None, []
    corrections = {one: ns & sources.corrections for one, ns in said.items() if ns & sources.corrections}
    latest = max(corrections or said, key=lambda one: (sources.recency(corrections.get(one) or said[one]), one))
    others = sorted((one for one in said if one != latest), key=lambda one: (min(said[one]), one))
    return latest, [{"outcome": one, "citations": sorted(said[one])} for one in others]


def _outcomes(charge: dict[str, Any]) -> set[str]:
    return {charge["outcome"], *(one["outcome"] for one in charge.get("alternatives", ()))}


def _order(charge: dict[str, Any]) -> tuple[Any, ...]:
    article = charge["article"] or ""
    numbers = tuple(int(part) if part.isdigit() else 0 for part in article.split("."))
    return (not article, numbers, charge["part"] or "", charge["citations"], repr(charge))
