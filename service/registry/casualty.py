"""One soldier, as the reports taken together describe them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from schemas.casualty import CasualtyFacts
from service.registry.choose import NOTHING, REMOVED, Choice, Claim, choose
from service.registry.evidence import Correction
from service.registry.lattice import DATED_PLACES, DATES, DESCRIPTIONS, EXACT, PLACES, TEXTS, Lattice
from service.registry.lists import Items, cited_texts, cited_values, corrected
from service.registry.people import NameClaim, display_names, listed_names
from service.registry.readings import RANK_LATTICE, Reading, as_is, born_of_age, dated_place, place, rank
from service.registry.sources import Sources
from service.registry.status import choose_status

Read = Callable[[Any], Reading | None]

FIELDS: Final[dict[str, tuple[Lattice, Read]]] = {
    "sex": (EXACT, as_is),
    "birth_place": (PLACES, place),
    "died": (DATES, as_is),
    "death_place": (PLACES, place),
    "wounded": (DATED_PLACES, dated_place),
    "mobilised_on": (DATES, as_is),
    "home": (PLACES, place),
    "occupation": (DESCRIPTIONS, as_is),
    "rank": (RANK_LATTICE, rank),
    "unit": (TEXTS, as_is),
    "position": (DESCRIPTIONS, as_is),
    "burial": (DATED_PLACES, dated_place),
}
"""The facts that are chosen field by field: how values compare, and how a report's value is read."""

LISTS: Final = ("names", "categories", "note")
ORDER: Final = (
    "names", "sex", "born", "birth_place", "status", "since", "died", "death_place", "wounded", "mobilised_on", "home",
    "occupation", "categories", "rank", "unit", "position", "burial", "notes",
)  # fmt: skip
CORRECTABLE: Final = frozenset(CasualtyFacts.model_fields)
"""The paths that a correction may set."""


@dataclass(slots=True)
class Body:
    """The content of a record before it gets its frame, with what the fold has to say about it."""

    facts: dict[str, Any]
    conflicts: list[str] = field(default_factory=list)
    review: list[str] = field(default_factory=list)

    def put(self, name: str, choice: Choice, path: str | None = None) -> None:
        """Enter a chosen field; `path` names it in conflicts where it lies deeper."""
        self.facts[name] = choice.fact
        if choice.conflict:
            self.conflicts.append(path or name)
        if choice.contradicted:
            self.review.append(f"correction_contradicted:{path or name}")


def casualty_body(sources: Sources) -> Body:
    """The facts of a casualty, every field of the contract present, None where nobody says anything."""
    claims, lists = _collect(sources)
    body = Body(dict.fromkeys(ORDER))
    for name, (lattice, _) in FIELDS.items():
        if name in claims:
            body.put(name, choose(claims[name], lattice, sources))
    body.put("born", choose_born(claims.get("born", ()), sources))
    status = choose_status(claims.get("status", ()), sources)
    body.put("status", status.choice)
    body.review.extend(status.review)
    _put_since(body, claims, sources)
    _put_lists(body, lists, sources)
    return body


def display(facts: dict[str, Any]) -> tuple[str | None, str | None]:
    """(`display_name`, `display_name_latin`) of a casualty's facts."""
    return display_names(facts["names"])


def _collect(sources: Sources) -> tuple[dict[str, list[Claim]], dict[str, list[Items]]]:
    claims: dict[str, list[Claim]] = {}
    lists: dict[str, list[Items]] = {name: [] for name in LISTS}
    for n, report in sources.by_number.items():
        facts = report.facts
        if isinstance(facts, Correction):
            _collect_correction(n, facts, claims, lists)
        elif isinstance(facts, CasualtyFacts):
            published = report.document.published_on if report.document else None
            _collect_report(n, facts, published, claims, lists)
    return claims, lists


def _collect_report(
    n: int, facts: CasualtyFacts, published: str | None, claims: dict[str, list[Claim]], lists: dict[str, list[Items]]
) -> None:
    said = facts.__dict__
    for name, (_, read) in FIELDS.items():
        value = said[name]
        reading = read(value) if value is not None else None
        if reading is not None:
            claims.setdefault(name, []).append(Claim(reading.value, n, reading.text))
    claims.setdefault("status", []).append(Claim(facts.status, n))
    if facts.since is not None:
        claims.setdefault("since", []).append(Claim(facts.since, n))
    if facts.born is not None:
        claims.setdefault("born", []).append(Claim(facts.born, n))
    if facts.age is not None:
        aged = born_of_age(facts.age, facts.died, published)
        claims.setdefault("born", []).append(Claim(aged.value, n, aged.text))
    lists["names"].append(Items(facts.names, n))
    lists["categories"].append(Items(facts.categories, n))
    if facts.note is not None:
        lists["note"].append(Items((facts.note,), n))


def _collect_correction(
    n: int, correction: Correction, claims: dict[str, list[Claim]], lists: dict[str, list[Items]]
) -> None:
    for name, value in correction.set.items():
        if name in LISTS:
            entries = REMOVED if value is None else (value,) if name == "note" else value
            lists[name].append(Items(entries, n))
        elif name == "age" and value is not None:
            aged = born_of_age(value)
            claims.setdefault("born", []).append(Claim(aged.value, n, aged.text))
        elif name in CORRECTABLE:
            read = FIELDS[name][1] if name in FIELDS else as_is
            reading = None if value is None else read(value)
            claim = Claim(reading.value, n, reading.text) if reading else Claim(REMOVED, n)
            claims.setdefault("born" if name == "age" else name, []).append(claim)


def choose_born(claims: list[Claim] | tuple[Claim, ...], sources: Sources) -> Choice:
    """The date of birth; an age that no date could turn into years is kept as printed only."""
    known = [claim for claim in claims if claim.value is not None]
    undated = [claim for claim in claims if claim.value is None]
    choice = choose(known, DATES, sources)
    if not undated:
        return choice
    fact = choice.fact or {"value": None, "citations": sorted({c.n for c in undated}), "alternatives": []}
    ages = [{"text": claim.text, "citations": [claim.n]} for claim in undated]
    return Choice({**fact, "as_reported": [*fact.get("as_reported", ()), *ages]}, choice.conflict, choice.contradicted)


def _put_since(body: Body, claims: dict[str, list[Claim]], sources: Sources) -> None:
    """Since when the status holds: dates of another status than the one shown stand aside and never conflict."""
    since = claims.get("since")
    if not since:
        return
    shown = body.facts["status"]["value"] if body.facts["status"] else None
    stated = {claim.n for claim in claims.get("status", ()) if claim.value == shown} | sources.corrections
    main = [claim for claim in since if claim.n in stated]
    body.put("since", choose(main, DATES, sources, [claim for claim in since if claim.n not in stated]))


def _put_lists(body: Body, lists: dict[str, list[Items]], sources: Sources) -> None:
    kept: dict[str, list[Items]] = {}
    for name, items in lists.items():
        kept[name], contradicted = corrected(items, sources, _name_text if name == "names" else _itself)
        if contradicted:
            body.conflicts.append(name)
            body.review.append(f"correction_contradicted:{name}")
    body.facts["names"] = listed_names(NameClaim(name, n) for entries, n in kept["names"] for name in entries)
    body.facts["categories"] = cited_values(kept["categories"])
    body.facts["notes"] = cited_texts(kept["note"])


def _name_text(name: Any) -> str:
    text: str = name.text
    return text


def _itself(entry: Any) -> Any:
    return entry


__all__ = ["CORRECTABLE", "NOTHING", "Body", "casualty_body", "choose_born", "display"]
