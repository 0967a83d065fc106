"""`poimenno link`: a list's duplicates without any database, or every record of the registry with every other."""

import csv
import time
from pathlib import Path
from typing import Annotated

import typer

from service.cli.outcome import Exit, leave, say
from service.cli.session import DataDir, settings_of, with_registry
from service.cli.watch import watching
from service.settings import Settings, learnt_weights
from service.usecases.learn_weights import learn_weights
from service.usecases.link_list import finish, link_list
from service.usecases.link_registry import decide_pairs
from service.usecases.open_registry import Database, hold_database
from service.usecases.place_stored import place_stored
from service.usecases.progress import Progress
from service.usecases.scan_registry import Scan, close_scan, linking_alone, open_scan, scan

SHOWN = 20
"""Rejected lines told on the terminal."""
_EXAMPLES = """\b
Examples:
  poimenno link reports.ndjson -o clusters.csv
  poimenno link
  poimenno link --train weights.json"""

_File = Annotated[Path | None, typer.Argument(help="NDJSON list of reports, each with an external_id.")]
_Output = Annotated[Path | None, typer.Option("--output", "-o", help="CSV to write: external_id,cluster,score.")]
_Threshold = Annotated[
    float | None, typer.Option(min=0.01, max=0.999, help="Least probability of a link in a list.", show_default="0.5")
]
_Scheduler = Annotated[str | None, typer.Option(help="Address of a Dask scheduler; all cores here if left out.")]
_Train = Annotated[Path | None, typer.Option(help="Learn weights from the maintainers' decisions into this file.")]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=_EXAMPLES)(link)


def link(
    file: _File = None, output: _Output = None, threshold: _Threshold = None, scheduler: _Scheduler = None,
    train: _Train = None, data_dir: DataDir = None,
) -> None:  # fmt: skip
    """Match everything with everything: the reports of a list, or without FILE the records of the registry.

    A list needs no database: every report gets the number of its cluster, and as score the probability of the weakest
    link that holds it there, empty when it is alone. In the registry, records that are surely one are merged (each
    merge can be undone) unless POIMENNO_AUTO_ATTACH is off, doubtful pairs are suggested to reviewers, and suggestions
    get the present model's score; the service may run meanwhile. What was interrupted goes on where it stopped, and a
    worker that dies is replaced. With --scheduler the workers must see the list and the output under the same paths, or
    reach the registry's database.

    With --train nothing is linked: weights are learnt from what maintainers decided. Name the file in POIMENNO_MODEL.
    """
    settings = settings_of(data_dir)
    if train and not (file or output or threshold or scheduler):
        _train(settings, train)
    elif file and output and not train:
        _link_list(settings, file, output, threshold or 0.5, scheduler)
    elif not (file or output or threshold or train):
        _link_registry(settings, scheduler)
    else:
        leave(Exit.WRONG_CALL, "A list needs FILE and --output; --threshold is for lists; --train stands alone.")


def _link_list(settings: Settings, file: Path, output: Path, threshold: float, scheduler: str | None) -> None:
    began, weights = time.perf_counter(), learnt_weights(settings)
    with watching() as progress:
        linked, rows = link_list(
            file, output, threshold=threshold, scheduler=scheduler, weights=weights, progress=progress
        )
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


def _link_registry(settings: Settings, scheduler: str | None) -> None:
    began = time.perf_counter()
    with linking_alone(settings), hold_database(settings), watching() as progress:
        plan = with_registry(lambda db: _prepare(db, progress), settings)
        scan(plan, scheduler=scheduler, progress=progress)
        linked = with_registry(lambda db: decide_pairs(db, plan, progress=progress), settings)
        close_scan(plan)
    say(
        f"{linked.merged:,} records merged, {linked.suggested:,} pairs suggested, {linked.tied:,} records linked "
        f"as soldier and defendant, {linked.rescored:,} suggestions "
        f"scored anew in {time.perf_counter() - began:.1f} s (model {plan.weights.version})"
    )


async def _prepare(db: Database, progress: Progress) -> Scan:
    """Reports that wait for a record get one first."""
    await place_stored(db, progress=progress)
    return await open_scan(db)


def _train(settings: Settings, path: Path) -> None:
    with watching() as progress:
        learnt = with_registry(lambda db: learn_weights(db, path, progress=progress), settings)
    told = f"log-loss on persons held back {learnt.loss_before:.4f} before, {learnt.loss_after:.4f} after"
    decisions = f"{learnt.same:,} same and {learnt.different:,} different"
    if learnt.loss_after >= learnt.loss_before:
        leave(Exit.SOME_REJECTED, f"{decisions} teach nothing: {told}; {path} was not written")
    say(f"{path}: {learnt.version} from {decisions}; {told}. To use it set POIMENNO_MODEL={path}")
