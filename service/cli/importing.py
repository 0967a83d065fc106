"""`poimenno import`."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from service.cli.outcome import Exit, leave, say
from service.cli.session import DataDir, settings_of, with_registry
from service.cli.watch import watching
from service.usecases.actor import Actor, scopes_up_to
from service.usecases.import_reports import BATCH, Imported, import_file
from service.usecases.import_rows import Rejected
from service.usecases.open_registry import Database
from service.usecases.place_stored import place_stored
from service.usecases.progress import Progress

SHOWN = 20
"""Rejected rows told on the terminal, all of which are in the file; and as many that are taken with a warning."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "import",
        epilog="\b\nExample:\n  poimenno import list.csv --mapping examples/mappings/casualties.toml --partner example",
    )(import_)


def import_(
    files: Annotated[list[Path], typer.Argument(help="NDJSON, CSV or XLSX files of reports.")],
    mapping: Annotated[Path | None, typer.Option(help="TOML file: which column of a sheet is which field.")] = None,
    partner: Annotated[str, typer.Option(help="Whose reports they are: external ids are the partner's own.")] = "local",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    batch: Annotated[int, typer.Option(min=1, max=10_000, help="Reports stored in one transaction.")] = BATCH,
    data_dir: DataDir = None,
) -> None:
    """Import reports from files: stored first, then matched and published.

    Rows that are wrong go into a file beside the input (NAME.rejected.ndjson or .csv) with line, field and reason; the
    others stand, and the exit code is 1. Rows that are taken with a warning (dates that can't be, an unknown article)
    are named, and the exit code stays 0. An import that was interrupted goes on where it stopped when it is started
    again; what is there already is unchanged. With --dry-run each batch is matched and rolled back: reports of
    different batches don't find one another, so a few more records are foretold than will be made.
    """
    actor = Actor(account="import", partner=partner, scopes=scopes_up_to("submit"))

    async def work(db: Database) -> int:
        with watching() as progress:
            if not dry_run:
                await _place(db, progress)
            rejected = 0
            for path in files:
                rejected += await _import_one(db, path, mapping, actor, batch, dry_run, progress)
            if not dry_run:
                await _place(db, progress)
        return rejected

    if with_registry(work, settings_of(data_dir)):
        leave(Exit.SOME_REJECTED)


async def _import_one(
    db: Database, path: Path, mapping: Path | None, actor: Actor, batch: int, dry_run: bool, progress: Progress
) -> int:
    began, rejected, warned = time.perf_counter(), _Told(path, "rejected rows"), _Told(path, "rows with warnings")

    def on_rejected(one: Rejected) -> None:
        rejected.tell(one.row.line, f", {one.field}: {one.reason}" if one.field else f": {one.reason}")

    def on_warned(line: int, doubts: Sequence[str]) -> None:
        warned.tell(line, f": taken with a warning: {'; '.join(doubts)}")

    done = await import_file(
        db, path=path, mapping=mapping, actor=actor, batch=batch, dry_run=dry_run, progress=progress,
        on_rejected=on_rejected, on_warned=on_warned,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    say(_summary(path, done, dry_run, seconds))
    if done.rejected_path:
        say(f"{path}: the rejected rows are in {done.rejected_path}")
    return done.rejected


async def _place(db: Database, progress: Progress) -> None:
    began = time.perf_counter()
    placed = await place_stored(db, progress=progress)
    seconds = time.perf_counter() - began
    if placed:
        say(f"matched and published: {placed:,} reports in {_rate(placed, seconds)}")


class _Told:
    """Names rows of one sort, the first ones of each file."""

    def __init__(self, path: Path, which: str) -> None:
        self._path = path
        self._which = which
        self._count = 0

    def tell(self, line: int, what: str) -> None:
        self._count += 1
        if self._count <= SHOWN:
            say(f"{self._path}, line {line}{what}")
        elif self._count == SHOWN + 1:
            say(f"{self._path}: further {self._which} are not shown here")


def _summary(path: Path, done: Imported, dry_run: bool, seconds: float) -> str:
    told = {
        "new": done.created, "attached": done.attached, "superseding": done.superseded, "unchanged": done.unchanged,
        "rejected": done.rejected,
    }  # fmt: skip
    counts = ", ".join(f"{count:,} {name}" for name, count in told.items() if count) or "no rows"
    after = f", continued after line {done.resumed_after:,}" if done.resumed_after else ""
    warned = f" ({done.warned:,} with warnings)" if done.warned else ""
    verb = "would be" if dry_run else "stored"
    return f"{path}: {verb} {counts}{warned}{after}; {done.rows:,} rows in {_rate(done.rows, seconds)}"


def _rate(count: int, seconds: float) -> str:
    return f"{seconds:.1f} s ({count / max(seconds, 0.001):,.0f} a second)"
