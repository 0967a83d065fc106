"""What the public may not see: of a living defendant's birth, more than the year.

Every defendant counts as living. Search, filters, explanations, history and diffs for the public work on the masked
document alone, or a filter would tell what the page hides.
"""

from typing import Any, Final

from schemas.dates import OPEN_END, OPEN_START, bounds, canonical_edtf

_JANUARY_1: Final = (1, 1)
_DECEMBER_31: Final = (12, 31)


def mask(document: dict[str, Any]) -> dict[str, Any]:
    """The document as the public sees it; the very same object when nothing is hidden. Twice is the same as once."""
    defendants = document.get("defendants")
    if not defendants:
        return document
    masked = [_masked(one) for one in defendants]
    if all(new is old for new, old in zip(masked, defendants, strict=True)):
        return document
    conflicts = [path for path in document["conflicts"] if not _settled_by_mask(path, masked)]
    return {**document, "defendants": masked, "conflicts": conflicts}


def year_only(edtf: str) -> str:
    """The year or years of a date; the date itself when it says no more."""
    days = bounds(edtf)
    whole_start = days.first == OPEN_START or (days.first.month, days.first.day) == _JANUARY_1
    whole_end = days.last == OPEN_END or (days.last.month, days.last.day) == _DECEMBER_31
    if whole_start and whole_end and "-" not in edtf:
        return edtf
    first = ".." if days.first == OPEN_START else f"{days.first.year:04}"
    last = ".." if days.last == OPEN_END else f"{days.last.year:04}"
    return first if first == last else f"{first}/{last}"


def _masked(defendant: dict[str, Any]) -> dict[str, Any]:
    born = defendant["born"]
    if not born:
        return defendant
    hidden = _masked_fact(born)
    return defendant if hidden == born else {**defendant, "born": hidden}


def _masked_fact(born: dict[str, Any]) -> dict[str, Any]:
    value = year_only(born["value"]) if born["value"] else None
    citations = set(born["citations"])
    others: dict[str, dict[str, Any]] = {}
    for one in born["alternatives"]:
        other = year_only(one["value"])
        if other == value:
            citations.update(one["citations"])
            continue
        known = others.setdefault(other, {"value": other, "citations": []})
        known["citations"] = sorted({*known["citations"], *one["citations"]})
        texts = _texts([*known.get("as_reported", ()), *one.get("as_reported", ())], other)
        known.update({"as_reported": texts} if texts else {})
    fact = {"value": value, "citations": sorted(citations), "alternatives": list(others.values())}
    texts = _texts(born.get("as_reported", ()), value)
    return {**fact, "as_reported": texts} if texts else fact


def _texts(reported: Any, value: str | None) -> list[dict[str, Any]]:
    """Ages stay as printed; dates lose their days, and are left out where the value then says the same."""
    texts: dict[str, set[int]] = {}
    for one in reported:
        text = _masked_text(one["text"])
        if text != value:
            texts.setdefault(text, set()).update(one["citations"])
    return [{"text": text, "citations": sorted(ns)} for text, ns in texts.items()]


def _masked_text(text: str) -> str:
    try:
        return year_only(canonical_edtf(text))
    except ValueError:  # an age, as printed
        return text


def _settled_by_mask(path: str, defendants: list[dict[str, Any]]) -> bool:
    """Whether a conflict lay only in what is hidden."""
    for one in defendants:
        if path == f"defendants.{one['id']}.born":
            fact = one["born"]
            values = [fact["value"], *(other["value"] for other in fact["alternatives"])]
            known = [bounds(value) for value in values if value]
            return all(a.overlaps(b) for a in known for b in known)
    return False
