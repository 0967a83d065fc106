"""Sending a whole list: what of the partner's ids it leaves out, and how many of those may be taken back unasked.

A list that came empty or halved, because somewhere a query or a download failed, must not take thousands back. So
nothing is retracted unless it is asked for, and then nothing if too much is missing. What is missing is told by what
stood there before the list was sent: what others send meanwhile isn't.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from service.client.answers import Link, Result

USUAL_SHARE: Final = 20
"""One in so many may vanish from a list, and one of any list that isn't empty, before somebody has to say how many."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What a whole list did: how many reports had which outcome, and those that were rejected.

    `missing` are the links that stood before and that the list lacks, `allowed` so many of them may be retracted, and
    `retracted` tells whether they were.
    """

    outcomes: Mapping[str, int]
    rejected: tuple[Result, ...]
    missing: tuple[Link, ...]
    allowed: int
    retracted: bool


class TooManyMissingError(Exception):
    """So much is missing that nothing was retracted; the list itself was sent, as `synced` tells."""

    def __init__(self, synced: Synced) -> None:
        super().__init__(
            f"{len(synced.missing):,} reports are missing from the list, more than the {synced.allowed:,} that may be; "
            "if that is right, say how many"
        )
        self.synced = synced


def unheard(_: Result) -> None:
    """Who sends a list need not hear of each result."""


class WholeList:
    """What becomes of a list while it is sent; `standing` is what stood there before."""

    def __init__(self, standing: Iterable[Link], at_most: int | None = None) -> None:
        self._left = {link.external_id: link for link in standing}
        self._stood = len(self._left)
        self._at_most = at_most
        self._sent = 0
        self._outcomes: Counter[str] = Counter()
        self._rejected: list[Result] = []
        self._known: set[str | None] = set()

    def watched(self, reports: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """The reports as they are. Raises ValueError for one without an external id, by which it could be missed."""
        for report in reports:
            external_id = str(report.get("external_id") or "").strip()
            if not external_id:
                raise ValueError(
                    f"Report {self._sent + 1} of the list has no external_id; in a whole list each has one."
                )
            self._left.pop(external_id, None)
            self._sent += 1
            yield report

    def note(self, result: Result) -> None:
        """What became of a report."""
        self._outcomes[result.outcome] += 1
        self._known.add(result.report_id)
        if result.outcome == "rejected":
            self._rejected.append(result)

    def synced(self, *, retracted: bool = False) -> Synced:
        """What the list did."""
        missing = tuple(link for link in self._left.values() if link.report_id not in self._known)
        return Synced(dict(self._outcomes), tuple(self._rejected), missing, self._allowed(), retracted)

    def to_retract(self) -> tuple[Link, ...]:
        """What is missing. Raises TooManyMissingError when that is more than may be retracted."""
        found = self.synced()
        if len(found.missing) > found.allowed:
            raise TooManyMissingError(found)
        return found.missing

    def _allowed(self) -> int:
        if self._at_most is not None:
            return self._at_most
        return max(1, self._stood // USUAL_SHARE) if self._sent else 0
