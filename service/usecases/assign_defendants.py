"""Which defendant of a case each reported one is: decided once, stored, never computed inside the fold."""

from collections.abc import Mapping, Sequence

from matching.profile import Profile, profiles_from_bytes
from schemas.report import CaseReport
from service.registry.diff import read_document
from service.registry.labels import Edge, next_label, path_to_root
from service.registry.same_defendant import same_defendants
from service.storage import candidates, merges, records, reports
from service.storage.transaction import Tx
from service.usecases.read_reports import Incoming

Joining = tuple[str, str, str, Incoming]
"""A report's id, its base, the root of that, and the report."""


async def assign_defendants(tx: Tx, joining: Sequence[Joining]) -> None:
    """Store a label for every defendant of these reports: a known defendant's where they agree, else the next one."""
    cases = [one for one in joining if one[3].kind == "case"]
    if not cases:
        return
    known = await known_defendants(tx, {root for _, _, root, _ in cases})
    edges = await _edges(tx, [base for _, base, root, _ in cases if base != root])
    used = await reports.labels_used(tx, {name for _, base, root, _ in cases for name in (base, root)})
    rows: list[tuple[str, int, str]] = []
    for report_id, base, root, item in cases:
        for index, label in enumerate(_labels(_defendants(item), known.setdefault(root, {}), used[root])):
            rows.append((report_id, index, await _label_in_base(tx, label, base, edges, used)))
    await reports.assign(tx, rows)


async def known_defendants(tx: Tx, roots: set[str]) -> dict[str, dict[str, Profile]]:
    """The defendants that stored cases have today: label → profile."""
    current = await records.current(tx, roots)
    profiles = await candidates.profiles(tx, current)
    return {
        root: dict(zip(_labels_of(current[root].document), profiles_from_bytes(profile), strict=False))
        for root, profile in profiles.items()
    }


def _defendants(item: Incoming) -> Sequence[Profile]:
    """The defendants' profiles; a case of which a report names none has a profile too, of the case alone."""
    return item.profiles if isinstance(item.report, CaseReport) and item.report.case.defendants else ()


def _labels_of(document: bytes) -> list[str]:
    return [defendant["id"] for defendant in read_document(document)["defendants"]]


def _labels(new: Sequence[Profile], known: dict[str, Profile], used: set[str]) -> list[str]:
    labels = []
    for profile, label in zip(new, same_defendants(new, known), strict=True):
        chosen = label or next_label(used | known.keys())
        used.add(chosen)
        known.setdefault(chosen, profile)
        labels.append(chosen)
    return labels


async def _edges(tx: Tx, bases: Sequence[str]) -> dict[str, Edge]:
    """Every edge on the way from these bases to their roots."""
    edges: dict[str, Edge] = {}
    while bases:
        found = await merges.edges(tx, bases)
        edges |= {base: Edge(row["survivor"], row["labels"], row["id"]) for base, row in found.items()}
        bases = [edge.survivor for base, edge in edges.items() if base in found]
    return edges


async def _label_in_base(tx: Tx, label: str, base: str, edges: Mapping[str, Edge], used: dict[str, set[str]]) -> str:
    """The label in the base's own case that leads to `label` in the root's; made, edge by edge, where there is none."""
    for record in reversed(path_to_root(base, edges)):
        edge = edges[record]
        below = next((own for own, above in edge.labels.items() if above == label), None)
        if below is None:
            below = next_label(used[record] | edge.labels.keys())
            used[record].add(below)
            edge.labels[below] = label
            await merges.extend_labels(tx, edge.id, {below: label})
        label = below
    return label
