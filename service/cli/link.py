"""`poimenno link`."""

import csv
import time
from pathlib import Path
from typing import Annotated

import typer

from service.cli.outcome import Exit, leave, say
from service.cli.watch import watching
from service.usecases.link_list import finish, link_list

SHOWN = 20
"""Rejected lines told on the terminal."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="\b\nExample:\n  poimenno link reports.ndjson -o clusters.csv")(link)


def link(
    file: Annotated[Path, typer.Argument(help="NDJSON list of reports, each with an external_id.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="CSV to write: external_id,cluster,score.")],
    threshold: Annotated[float, typer.Option(min=0.01, max=0.999, help="Least probability of a link.")] = 0.5,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler; all cores here if left out.")
    ] = None,
) -> None:
    """Find the duplicates in a list of reports: every report with the number of its cluster.

    The score is the probability of the weakest link that holds the report in its cluster, empty when it is alone. Needs
    no database. A run that was interrupted goes on where it stopped (it works in OUTPUT.work); a worker that dies is
    replaced. With --scheduler the workers must see the list and the output under the same paths.
    """
    began = time.perf_counter()
    with watching() as progress:
        linked, rows = link_list(file, output, threshold=threshold, scheduler=scheduler, progress=progress)
        draft = output.with_name(output.name + ".draft")
        with draft.open("w", encoding="utf-8", newline="") as sheet:
            writer = csv.writer(sheet, lineterminator="\n")
            writer.writerow(("external_id", "cluster", "score"))
            writer.writerows((row.external_id, row.cluster, _shown(row.score)) for row in rows)
        draft.replace(output)
    finish(output)
    for line, why in linked.rejected[:SHOWN]:
        say(f"{file}, line {line}: {why}")
    say(
        f"{output}: {linked.reports:,} reports, {linked.members:,} of them in {linked.clusters:,} clusters; "
        f"{linked.compared:,} pairs compared in {time.perf_counter() - began:.1f} s"
    )
    if linked.rejected:
        leave(Exit.SOME_REJECTED, f"{len(linked.rejected):,} lines were rejected")


def _shown(score: float | None) -> str:
    return "" if score is None else f"{score:.6f}"
