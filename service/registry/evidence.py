"""What a record rests on: reports, the documents they cite, and how many of them speak independently."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from schemas.case import CaseFacts
from schemas.casualty import CasualtyFacts
from schemas.document import DocumentType
from service.registry.urls import canonical_url

OFFICIAL_TYPES = frozenset({"official", "court"})
"""Document types that make an official document, if a maintainer marked the source as official."""


@dataclass(frozen=True, slots=True)
class Document:
    """One cited work, as the registry knows it (not as a later sender describes it)."""

    id: str
    source: str
    type: DocumentType = "other"
    url: str | None = None
    title: str | None = None
    published_on: str | None = None
    retrieved_on: str | None = None
    archived_url: str | None = None
    repost_of: str | None = None
    official: bool = False
    """Whether a maintainer marked the source as official."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A source that a report names as its own origin ("as a regional channel wrote")."""

    source: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a maintainer set: field path → parsed value as in the facts; None removes the field's value."""

    set: Mapping[str, Any]
    reason: str = ""


Facts = CasualtyFacts | CaseFacts | Correction


@dataclass(frozen=True, slots=True)
class Report:
    """What one document says of one person or case, or what a maintainer set (`origin` "correction").

    `document` may be missing only for a correction, which is then cited as the maintainer's statement.
    """

    id: str
    kind: Literal["casualty", "case"]
    document: Document | None
    received_at: datetime
    facts: Facts
    origin: Literal["report", "correction"] = "report"
    locator: str | None = None
    based_on: Sequence[Origin] = field(default=())
    by: str = ""


def independent_groups(reports: Iterable[Report]) -> dict[str, int]:
    """Report id → number of its group; reports of one group count as one source, corrections are in none.

    Reports belong together when they share a source or a document's address, when one's document reposts the
    other's, or when one says it is based on the other's source or document. The numbers mean nothing but equality.
    """
    grouped = [report for report in reports if report.origin == "report" and report.document]
    if len(grouped) == 1:
        return {grouped[0].id: 0}
    parents: dict[str, str] = {}
    own = {report.id: _own_names(report) for report in grouped}
    for names in own.values():
        _unite(parents, names)
    known = frozenset(parents)
    for report in sorted(grouped, key=lambda one: one.id):
        _unite(parents, [own[report.id][0], *_origin(report, own, known)])
    roots = {report.id: _root(parents, own[report.id][0]) for report in grouped}
    numbers = {root: number for number, root in enumerate(sorted(set(roots.values())))}
    return {report_id: numbers[root] for report_id, root in roots.items()}


def _own_names(report: Report) -> list[str]:
    document = report.document
    assert document is not None
    names = [f"source {document.source}"]
    if document.url:
        names.append(f"url {canonical_url(document.url)}")
    if document.repost_of:
        names.append(f"url {canonical_url(document.repost_of)}")
    return names


def _origin(report: Report, own: Mapping[str, list[str]], known: frozenset[str]) -> list[str]:
    """The one origin that the report counts with.

    A report that names several origins adds nothing to any of them, but does not make them one another's copy:
    so it is put with one, and with one that the record has, if any.
    """
    names = set()
    for origin in report.based_on:
        names.add(f"source {origin.source}")
        if origin.url:
            names.add(f"url {canonical_url(origin.url)}")
    foreign = sorted(names.difference(own[report.id]))
    return ([name for name in foreign if name in known] or foreign)[:1]


def _unite(parents: dict[str, str], names: Sequence[str]) -> None:
    first = _root(parents, names[0])
    for name in names[1:]:
        other = _root(parents, name)
        first, low = min(first, other), max(first, other)
        parents[low] = first


def _root(parents: dict[str, str], name: str) -> str:
    parents.setdefault(name, name)
    while parents[name] != name:
        parents[name] = parents[parents[name]]
        name = parents[name]
    return name
