"""The citations of one record: their order, their independence, their kind and their age."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

from schemas.dates import bounds
from service.registry.evidence import OFFICIAL_TYPES, Document, Report, independent_groups

KIND_RANKS: Final = {
    "official": 8, "court": 7, "grave": 6, "obituary": 5, "list": 4, "news": 4, "brief": 3, "social": 2, "other": 1,
}  # fmt: skip
"""Which kind of document is believed first, other things being equal."""

UNMARKED_OFFICIAL: Final = KIND_RANKS["news"]
"""What "official" or "court" counts for when no maintainer marked the source as official."""

_NEVER: Final = date.max.toordinal()

HasN = TypeVar("HasN", bound=Any)


class Sources:
    """The reports of one record, numbered from 1 in the order in which they are cited."""

    __slots__ = ("_groups", "by_number", "corrections", "reports")

    def __init__(self, reports: Iterable[Report]) -> None:
        """`reports` in any order; they are cited by publication, then receipt, then id."""
        self.reports = sorted(reports, key=_cited_order)
        self.by_number = dict(enumerate(self.reports, start=1))
        self.corrections = frozenset(n for n, report in self.by_number.items() if report.origin == "correction")
        self._groups = independent_groups(self.reports)

    def independent(self, ns: Iterable[int]) -> int:
        """How many independent sources stand behind these citations; a correction is none."""
        groups = self._groups
        return len({groups[self.by_number[n].id] for n in ns if n not in self.corrections})

    def kind_rank(self, ns: Iterable[int]) -> int:
        """The rank of the best kind of document among these citations."""
        return max((_kind_rank(self.by_number[n].document) for n in ns), default=0)

    def recency(self, ns: Iterable[int]) -> tuple[int, datetime, str]:
        """When the newest of these citations was published, then received, then its id."""
        return max(
            (_published(report, -1), report.received_at, report.id) for report in map(self.by_number.get, ns) if report
        )

    def received_after(self, n: int, other: int) -> bool:
        """Whether citation `n` was received after `other`."""
        return self.receipt(n) > self.receipt(other)

    def receipt(self, n: int) -> tuple[datetime, str]:
        """When citation `n` was received, and its report's id: a total order of receipt."""
        report = self.by_number[n]
        return (report.received_at, report.id)

    def latest(self, claims: Sequence[HasN]) -> HasN:
        """The claim whose report was received last."""
        return max(claims, key=lambda claim: self.receipt(claim.n))

    @property
    def official(self) -> bool:
        """Whether an official document is among them (its source marked by a maintainer)."""
        return any(r.origin == "report" and r.document is not None and is_official(r.document) for r in self.reports)


def is_official(document: Document) -> bool:
    """Whether the document is an official one: its type, and the mark that a maintainer gave its source."""
    return document.official and document.type in OFFICIAL_TYPES


def received_on(report: Report) -> str:
    """The UTC day on which the report came, as ISO date."""
    return report.received_at.astimezone(UTC).date().isoformat()


def _published(report: Report, unknown: int) -> int:
    published = report.document.published_on if report.document else None
    return bounds(published).first.toordinal() if published else unknown


def _cited_order(report: Report) -> tuple[int, datetime, str]:
    return (_published(report, _NEVER), report.received_at, report.id)


def _kind_rank(document: Document | None) -> int:
    if document is None:
        return 0
    if document.type in OFFICIAL_TYPES and not document.official:
        return UNMARKED_OFFICIAL
    return KIND_RANKS[document.type]
