"""`poimenno sync`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.outcome import Exit, leave, say
from service.cli.remote import address, told_as_ours
from service.cli.watch import watching
from service.client import Link, Poimenno, Result, TooManyMissingError, WholeList
from service.readers.mapping import ColumnMapping
from service.readers.mapping_file import load_mapping
from service.readers.report_file import open_reports
from service.usecases.progress import Progress

SHOWN = 20
"""Lines told of one sort."""
_EXAMPLE = "poimenno sync list.ndjson --url https://registry.example --partner archive --dry-run"


class Kind(StrEnum):
    """What a list may be all of."""

    casualty = "casualty"
    case = "case"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=f"\b\nExample:\n  {_EXAMPLE}")(sync)


def sync(
    file: Annotated[Path, typer.Argument(help="The whole list: NDJSON, CSV or XLSX of reports with external ids.")],
    url: Annotated[str, typer.Option(help="Address of the registry's service.")],
    key: Annotated[str, typer.Option(envvar="PMN_KEY", help="API key that may submit.", show_default=False)],
    partner: Annotated[str, typer.Option(help="Whose list it is: the slug that the key belongs to.")],
    mapping: Annotated[Path | None, typer.Option(help="TOML file: which column of a sheet is which field.")] = None,
    source: Annotated[str | None, typer.Option(help="Only what cites this source is compared with the list.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="Only reports of this kind are compared with the list.")] = None,
    retract_missing: Annotated[
        bool, typer.Option("--retract-missing", help="Take back the reports that the list no longer holds.")
    ] = False,
    at_most: Annotated[
        int | None, typer.Option(min=0, help="So many may be taken back; a twentieth of what stands if left out.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why they are taken back; kept in the history.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
) -> None:
    """Send a partner's whole list, and name what stands in the registry and is no longer in it.

    What was sent before is unchanged and costs little. What the list lacks is taken back if that is asked for; but not
    if rows of the list can't be read, or more is missing than --at-most: a list that came empty or halved is no reason
    to take thousands back. The exit code is 1 if rows were rejected or nothing was taken back for such a reason. A dry
    run does every batch of 1,000 and rolls it back, so reports of different batches don't find one another in it.
    """
    rows = _Rows(file, load_mapping(mapping) if mapping else None)
    with told_as_ours(address(url)), Poimenno(address(url), key) as registry, watching() as progress:
        whole = WholeList(registry.links(partner, source=source, kind=kind, retracted=False), at_most)
        told = _Told(rows, progress, dry_run=dry_run)
        for result in registry.submit(whole.watched(rows.reports()), dry_run=dry_run):
            whole.note(result)
            told.tell(result)
        told.sum_up()
        _tell_missing(whole.synced().missing)
        if retract_missing:
            _retract(registry, whole, rows, progress, reason=reason, dry_run=dry_run)
    if rows.unreadable or told.outcomes["rejected"]:
        leave(Exit.SOME_REJECTED)


class _Rows:
    """The reports of a file, the line of each, and how many of its rows are none."""

    def __init__(self, path: Path, mapping: ColumnMapping | None) -> None:
        self.path = path
        self.lines: list[int] = []
        self.ids: list[str] = []
        self.unreadable = 0
        self._mapping = mapping

    def reports(self) -> Iterator[dict[str, Any]]:
        """Those that can be read and have an external id; the others are named."""
        with open_reports(self.path, self._mapping) as file:
            for row in file.rows:
                external_id = str((row.report or {}).get("external_id") or "").strip()
                if row.report is None or not external_id:
                    self._refuse(row.line, row.problem or "has no external_id; in a whole list each report has one")
                else:
                    self.lines.append(row.line)
                    self.ids.append(external_id)
                    yield row.report

    def _refuse(self, line: int, why: str) -> None:
        self.unreadable += 1
        if self.unreadable <= SHOWN:
            say(f"{self.path}, line {line}: {why}")


class _Told:
    """Tells what becomes of the reports: those rejected, and those that become one with others of the sender."""

    def __init__(self, rows: _Rows, progress: Progress, *, dry_run: bool) -> None:
        self.outcomes: Counter[str] = Counter()
        self._suggested = 0
        self._joined = 0
        self._rows = rows
        self._progress = progress
        self._dry_run = dry_run

    def tell(self, result: Result) -> None:
        """One report's result."""
        self.outcomes[result.outcome] += 1
        self._suggested += bool(result.suggestions)
        self._joined += bool(result.same_record_as)
        if result.problem and self.outcomes["rejected"] <= SHOWN:
            self._say(result, str(result.problem.get("detail") or result.problem.get("title")))
        if result.same_record_as and self._joined <= SHOWN:
            verb = "would lie" if self._dry_run else "lies"
            self._say(result, f"{verb} in one record with {', '.join(result.same_record_as)}")
        self._progress("sending", result.index + 1, None)

    def sum_up(self) -> None:
        """All of them together."""
        counts = ", ".join(f"{count:,} {name}" for name, count in self.outcomes.items()) or "no reports"
        verb = "would be" if self._dry_run else "sent:"
        say(f"{self._rows.path}: {verb} {counts}; {self._suggested:,} with suggestions, {self._joined:,} in one record "
            "with others of yours")  # fmt: skip

    def _say(self, result: Result, what: str) -> None:
        rows = self._rows
        say(f"{rows.path}, line {rows.lines[result.index]} ({rows.ids[result.index]}): {what}")


def _tell_missing(missing: Sequence[Link]) -> None:
    if missing:
        more = ", …" if len(missing) > SHOWN else ""
        ids = ", ".join(link.external_id for link in missing[:SHOWN])
        say(f"the list lacks {len(missing):,} of the reports that stand in the registry: {ids}{more}")


def _retract(
    registry: Poimenno, whole: WholeList, rows: _Rows, progress: Progress, *, reason: str | None, dry_run: bool
) -> None:
    if rows.unreadable:
        leave(Exit.SOME_REJECTED, "Nothing is taken back: the rows that can't be read may be those that seem missing.")
    try:
        missing = whole.to_retract()
    except TooManyMissingError as error:
        leave(Exit.SOME_REJECTED, f"Nothing is taken back: {error} (--at-most)")
    for n, link in enumerate(() if dry_run else missing, start=1):
        registry.retract(link.report_id, reason=reason)
        progress("taking back", n, len(missing))
    say(f"{'would be taken back' if dry_run else 'taken back'}: {len(missing):,}")
