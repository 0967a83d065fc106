"""`poimenno reference`: load, list."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.cli.outcome import say
from service.cli.session import DataDir, settings_of, with_registry
from service.cli.watch import watching
from service.usecases.load_reference import Loaded, load_courts, reference_lists
from service.usecases.open_registry import Database

app = typer.Typer(
    help="Reference lists: courts can be loaded, the others are built in.",
    epilog="\b\nExample:\n  poimenno reference load courts courts.csv",
    no_args_is_help=True,
)


class List(StrEnum):
    """Lists that can be loaded."""

    courts = "courts"


@app.command(epilog="\b\nExample:\n  poimenno reference load courts courts.csv")
def load(
    which: Annotated[List, typer.Argument(help="Which list.")],
    file: Annotated[Path, typer.Argument(help="CSV with the columns code, name, region.")],
    data_dir: DataDir = None,
) -> None:
    """Load a list over the entries of the same codes, and fold all records anew with it."""

    async def work(db: Database) -> Loaded:
        with watching() as progress:
            return await load_courts(db, path=file, progress=progress)

    done = with_registry(work, settings_of(data_dir))
    say(f"{done.courts:,} {which.value} loaded; {done.changed:,} records changed")


@app.command("list", epilog="\b\nExample:\n  poimenno reference list")
def list_(data_dir: DataDir = None) -> None:
    """Show the lists in use and how many entries each has."""
    for name, entries, origin in with_registry(reference_lists, settings_of(data_dir)):
        print(f"{name}\t{entries}\t{origin}")
