"""Which defendant of a case each reported one is: decided once, stored, never computed inside the fold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matching.profile import Profile, profiles_from_bytes
from schemas.case import CaseFacts
from schemas.report import CaseReport
from service.registry.diff import read_document
from service.registry.inputs import Reference
from service.registry.labels import Edge, label_in_root, next_label, path_to_root
from service.registry.profile import profiles_of_facts
from service.registry.same_defendant import Accused, joined, same_defendants
from service.storage import candidates, merges, records, reports
from service.storage.transaction import Tx
from service.usecases.read_reports import Incoming

Joining = tuple[str, str, str, Incoming]
"""A report's id, its base, the root of that, and the report."""

Known = dict[str, Accused]
"""The defendants of a case by their labels."""


async def assign_defendants(tx: Tx, joining: Sequence[Joining], reference: Reference) -> None:
    """Store a label for every defendant of these reports: a known defendant's where they agree, else the next one."""
    cases = [one for one in joining if one[3].kind == "case"]
    if not cases:
        return
    labelling = await Labelling.of(tx, {name for _, base, root, _ in cases for name in (base, root)})
    known = await known_defendants(tx, {root for _, _, root, _ in cases}, reference)
    earlier: dict[str, Known] = {}
    rows: list[tuple[str, int, str]] = []
    for report_id, base, root, item in cases:
        new, here = _defendants(item), known.setdefault(root, {})
        found = same_defendants(new, here)
        if None in found and labelling.used[root] - here.keys():
            if root not in earlier:
                earlier[root] = await _told_defendants(tx, root, reference)
            found = _returning(new, found, {label: one for label, one in earlier[root].items() if label not in here})
        for index, label in enumerate(labelling.complete(root, found)):
            here[label] = joined((here[label], new[index])) if label in here else new[index]
            rows.append((report_id, index, await labelling.in_base(tx, label, base)))
    await reports.assign(tx, rows)


async def known_defendants(tx: Tx, roots: set[str], reference: Reference) -> dict[str, Known]:
    """The defendants that stored cases have today, those that the public may not see included.

    Whoever is unnamed today has the names by which a report told of them that was taken back, superseded or split off,
    and may stand again: else somebody else's name would be put beside them meanwhile.
    """
    current = await records.current(tx, roots)
    profiles = await candidates.profiles(tx, current)
    known: dict[str, Known] = {}
    for root, record in current.items():
        document = read_document(record.document)
        if document["state"] == "published" and not document["redacted"]:
            known[root] = _shown_defendants(document, profiles[root])
        else:
            known[root] = await _told_defendants(tx, root, reference, live=True)
        if not all(one.profile.names for one in known[root].values()):
            told = await _told_defendants(tx, root, reference)
            known[root] |= {label: joined((one, told[label])) for label, one in known[root].items()
                            if label in told and not one.profile.names}  # fmt: skip
    return known


def _shown_defendants(document: Mapping[str, Any], profiles: bytes) -> Known:
    people = zip(document["defendants"], profiles_from_bytes(profiles), strict=False)
    return {one["id"]: Accused(profile, one["count"]["value"]) for one, profile in people}


@dataclass(slots=True)
class Labelling:
    """The labels that cases have given, and the edges that lead from one case's to another's."""

    used: dict[str, set[str]]
    edges: dict[str, Edge] = field(default_factory=dict)

    @classmethod
    async def of(cls, tx: Tx, ids: set[str]) -> "Labelling":
        """What is known of these cases and of all between them and their roots."""
        edges = await edges_of(tx, sorted(ids))
        return cls(await reports.labels_used(tx, ids | edges.keys()), edges)

    def complete(self, root: str, labels: Sequence[str | None]) -> list[str]:
        """The labels, with a new one for each defendant who has none."""
        return [label or self._next(root) for label in labels]

    def _next(self, case: str) -> str:
        label = next_label(self.used[case])
        self.used[case].add(label)
        return label

    async def in_base(self, tx: Tx, label: str, base: str) -> str:
        """The label in the base's own case that leads to `label` in the root's; made, edge by edge, if there is none.

        So a defendant whom only the root knew has a label below, which stays when the merge is undone.
        """
        for case in reversed(path_to_root(base, self.edges)):
            edge = self.edges[case]
            below = next((own for own, above in edge.labels.items() if above == label), None)
            if below is None:
                below = self._next(case)
                edge.labels[below] = label
                await merges.extend_labels(tx, edge.id, {below: label})
            label = below
        return label


def _defendants(item: Incoming) -> Sequence[Accused]:
    """The defendants of a report; a case of which it names none has a profile too, of the case alone."""
    return _accused(item.report.case, item.profiles) if isinstance(item.report, CaseReport) else ()


def _accused(facts: CaseFacts, profiles: Sequence[Profile]) -> list[Accused]:
    return [Accused(profile, one.count) for one, profile in zip(facts.defendants, profiles, strict=False)]


def _returning(new: Sequence[Accused], found: Sequence[str | None], gone: Known) -> list[str | None]:
    """Known by name from a report that stands no longer, a defendant gets their old label."""
    named = {label: one for label, one in gone.items() if one.profile.names}
    places = [n for n, label in enumerate(found) if label is None and new[n].profile.names]
    labels = dict(zip(places, same_defendants([new[n] for n in places], named), strict=True))
    return [label or labels.get(n) for n, label in enumerate(found)]


async def _told_defendants(tx: Tx, root: str, reference: Reference, *, live: bool = False) -> Known:
    """The defendants of a case's reports in the root's labels: of the live ones, or whatever became of those."""
    bases = (await merges.members(tx, [root]))[root]
    told = await reports.told_cases(tx, bases, live=live)
    edges = await edges_of(tx, bases)
    known: dict[str, list[Accused]] = {}
    for one in told:
        for index, accused in enumerate(_accused(one.facts, profiles_of_facts(one.facts, reference))):
            if label := one.labels.get(index):
                known.setdefault(label_in_root(label, one.base, edges), []).append(accused)
    return {label: joined(group) for label, group in known.items()}


async def edges_of(tx: Tx, bases: Sequence[str]) -> dict[str, Edge]:
    """Every edge on the way from these bases to their roots."""
    edges: dict[str, Edge] = {}
    while bases:
        found = await merges.edges(tx, bases)
        edges |= {base: Edge(row["survivor"], row["labels"], row["id"]) for base, row in found.items()}
        bases = [row["survivor"] for row in found.values()]
    return edges
