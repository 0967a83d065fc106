"""Everything the fold of a record needs, read at once for many records."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from service.registry.evidence import Correction, Report
from service.registry.inputs import Grade, Kind, Link, RecordInputs, Relation
from service.registry.labels import Edge, label_in_root
from service.registry.relabel import InRoot, relabel_correction, relabel_path
from service.storage import links, merges, redactions, reports
from service.storage.records import Current
from service.storage.transaction import Tx


async def load(
    tx: Tx,
    roots: Mapping[str, str],
    known: Mapping[str, Current],
    read: Mapping[str, reports.Facts] = reports.NOTHING_READ,
) -> dict[str, RecordInputs]:
    """The inputs of each root (id → kind) as the transaction sees them; `known` has those stored already.

    `read` are the facts of reports that this transaction has checked, by report id.
    """
    bases = await merges.members(tx, roots)
    every = [base for group in bases.values() for base in group]
    live = await reports.live(tx, every, read)
    edges = {base: Edge(row["survivor"], row["labels"]) for base, row in (await merges.edges(tx, every)).items()}
    labels = await _labels(tx, live, edges)
    hidden = await redactions.of(tx, every)
    linked = await _links(tx, every)
    return {
        root: RecordInputs(
            id=root,
            kind=cast(Kind, kind),
            reports=tuple(_relabelled(placed, edges) for placed in live.get(root, ())),
            assignments=labels.get(root, {}),
            redactions=_redactions(bases[root], hidden, edges),
            merged_ids=tuple(sorted(base for base in bases[root] if base != root)),
            links=tuple(link for base in bases[root] for link in linked.get(base, ()) if link.record_id != root),
            withdrawn=root in known and known[root].withdrawn,
            withdrawn_since=known[root].updated_at if root in known and known[root].withdrawn else None,
        )
        for root, kind in roots.items()
    }


async def _labels(
    tx: Tx, live: Mapping[str, list[reports.Placed]], edges: Mapping[str, Edge]
) -> dict[str, dict[tuple[str, int], str]]:
    cases = [(root, placed) for root, group in live.items() for placed in group if placed.report.kind == "case"]
    own = await reports.assignments(tx, [placed.report.id for _, placed in cases]) if cases else {}
    base_of = {placed.report.id: (root, placed.base) for root, placed in cases}
    found: dict[str, dict[tuple[str, int], str]] = {}
    for (report_id, index), label in own.items():
        root, base = base_of[report_id]
        found.setdefault(root, {})[report_id, index] = label_in_root(label, base, edges)
    return found


async def _links(tx: Tx, bases: Iterable[str]) -> dict[str, list[Link]]:
    of = await links.of(tx, bases)
    parted = await merges.splits_of(tx, bases)
    roots = await merges.roots(tx, {split.other for group in parted.values() for split in group})
    found = {
        base: [
            Link(
                link.id,
                link.other,
                cast(Relation, link.relation),
                cast(Grade, link.grade),
                made_on=_day(link.at),
                found=link.by == links.MATCHING,
            )
            for link in group
        ]
        for base, group in of.items()
    }
    for base, splits in parted.items():
        # A record that this transaction is making is not stored yet, and its own root.
        separated = [
            Link(split.id, roots.get(split.other, split.other), "separated_from", "confirmed", made_on=_day(split.at))
            for split in splits
        ]
        found.setdefault(base, []).extend(separated)
    return found


def _day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()


def _relabelled(placed: reports.Placed, edges: Mapping[str, Edge]) -> Report:
    """A correction made before a merge reaches into the defendants by the labels they had then."""
    report = placed.report
    if placed.base not in edges or not isinstance(report.facts, Correction):
        return report
    return replace(report, facts=relabel_correction(report.facts, _in_root(placed.base, edges)))


def _redactions(bases: Iterable[str], hidden: Mapping[str, set[str]], edges: Mapping[str, Edge]) -> frozenset[str]:
    paths = (relabel_path(path, _in_root(base, edges)) for base in bases for path in hidden.get(base, ()))
    return frozenset(path for path in paths if path is not None)


def _in_root(base: str, edges: Mapping[str, Edge]) -> InRoot:
    def in_root(label: str) -> str | None:
        try:
            return label_in_root(label, base, edges)
        except KeyError:  # a label that this case never gave
            return None

    return in_root
