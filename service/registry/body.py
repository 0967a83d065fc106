"""Facts on their way from reports to a record: claims by field, lists by citation, and the body they end in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.registry.choose import REMOVED, Choice, Claim, choose
from service.registry.lattice import DATES, Lattice
from service.registry.lists import Items, corrected
from service.registry.people import NameClaim, listed_names
from service.registry.readings import Reading, as_is, born_of_age
from service.registry.sources import Sources

Read = Callable[[Any], Reading | None]
Table = Mapping[str, tuple[Lattice, Read]]
"""Field → how its values compare, and how a report's value is read."""


@dataclass(slots=True)
class Body:
    """The content of a record, or of one defendant, with what the fold has to say about it."""

    facts: dict[str, Any]
    prefix: str = ""
    conflicts: list[str] = field(default_factory=list)
    review: list[str] = field(default_factory=list)

    def put(self, name: str, choice: Choice) -> None:
        """Enter a chosen field."""
        self.facts[name] = choice.fact
        self.flag(name, choice.conflict, choice.contradicted)

    def flag(self, name: str, conflict: bool, contradicted: bool) -> None:
        """Note that the sources disagree on a field, or that evidence contradicts its correction."""
        path = self.prefix + name
        if conflict and path not in self.conflicts:
            self.conflicts.append(path)
        if contradicted:
            self.review.append(f"correction_contradicted:{path}")

    def absorb(self, other: "Body") -> None:
        """Take over what another body has to say (not its facts)."""
        self.conflicts += other.conflicts
        self.review += other.review


@dataclass(slots=True)
class Collected:
    """What the reports say of one person: claims by field, entries by list."""

    claims: dict[str, list[Claim]] = field(default_factory=dict)
    lists: dict[str, list[Items]] = field(default_factory=dict)

    def claim(self, name: str, reading: Reading | None, n: int) -> None:
        """Note what citation `n` says for a field."""
        if reading is not None:
            self.claims.setdefault(name, []).append(Claim(reading.value, n, reading.text))

    def items(self, name: str, entries: Any, n: int) -> None:
        """Note what citation `n` lists."""
        if entries:
            self.lists.setdefault(name, []).append(Items(entries, n))

    def take(self, table: Table, lists: Iterable[str], said: Mapping[str, Any], n: int) -> None:
        """Note all fields of `table` and all `lists` of a report's facts."""
        for name, (_, read) in table.items():
            value = said[name]
            if value is not None:
                self.claim(name, read(value), n)
        for name in lists:
            self.items(name, said[name], n)

    def take_birth(self, said: Mapping[str, Any], n: int, *counted: str | None) -> None:
        """Note date of birth and age; `counted`: when the age may have been counted, where it says nothing itself."""
        if said["born"] is not None:
            self.claims.setdefault("born", []).append(Claim(said["born"], n))
        if said["age"] is not None:
            self.claim("born", born_of_age(said["age"], *counted), n)

    def correct(self, table: Table, lists: Iterable[str], name: str, value: Any, n: int) -> None:
        """Note what the correction `n` sets for a field: a parsed value, or None for nothing."""
        if name in lists:
            self.lists.setdefault(name, []).append(Items(REMOVED if value is None else value, n))
        elif name == "age" and value is not None:
            self.claim("born", born_of_age(value), n)
        else:
            read = table[name][1] if name in table else as_is
            reading = None if value is None else read(value)
            self.claim("born" if name == "age" else name, reading or Reading(REMOVED), n)

    def choose_fields(self, body: Body, table: Table, sources: Sources) -> None:
        """Choose every field of `table`, and the date of birth, into `body`."""
        for name, (lattice, _) in table.items():
            if name in self.claims:
                body.put(name, choose(self.claims[name], lattice, sources))
        if "born" in self.claims:
            body.put("born", choose_born(self.claims["born"], sources))

    def counted(self, body: Body, name: str, sources: Sources, key: Callable[[Any], Any] = repr) -> list[Items]:
        """The entries of a list that count after corrections; a contradiction is noted in `body`."""
        items, contradicted = corrected(self.lists.get(name, ()), sources, key)
        body.flag(name, contradicted, contradicted)
        return items

    def names(self, body: Body, sources: Sources) -> list[dict[str, Any]]:
        """The names, as the document holds them."""
        items = self.counted(body, "names", sources, lambda name: name.text)
        return listed_names(NameClaim(name, n) for entries, n in items for name in entries)


def choose_born(claims: Iterable[Claim], sources: Sources) -> Choice:
    """The date of birth; an age that no date could turn into years is kept as printed only."""
    known: list[Claim] = []
    undated: list[Claim] = []
    for claim in claims:
        (undated if claim.value is None else known).append(claim)
    choice = choose(known, DATES, sources)
    if not undated:
        return choice
    fact = choice.fact or {"value": None, "citations": sorted({c.n for c in undated}), "alternatives": []}
    ages = [{"text": claim.text, "citations": [claim.n]} for claim in undated]
    return Choice({**fact, "as_reported": [*fact.get("as_reported", ()), *ages]}, choice.conflict, choice.contradicted)
