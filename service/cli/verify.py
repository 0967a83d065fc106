"""`poimenno verify`."""

from typing import Annotated

import typer

from service.cli.outcome import Exit, leave, say
from service.cli.session import DataDir, settings_of, with_registry
from service.cli.watch import watching
from service.usecases.open_registry import Database
from service.usecases.place_stored import place_stored
from service.usecases.refold import refold
from service.usecases.verify import Verified
from service.usecases.verify import verify as check_registry

_SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="\b\nExample:\n  poimenno verify")(verify)


def verify(
    repair: Annotated[
        bool, typer.Option("--repair", help="First place what waits, and fold every record anew.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Check the registry: each record is what its reports make, every fact is cited, versions and feed have no holes.

    The service may go on meanwhile. Exit code 1 when something is wrong.
    """

    async def work(db: Database) -> Verified:
        with watching() as progress:
            if repair:
                placed = await place_stored(db, progress=progress)
                changed = await refold(db, reason="verify --repair", progress=progress)
                say(f"repaired: {placed:,} reports placed, {changed:,} records changed")
            return await check_registry(db, progress=progress)

    found = with_registry(work, settings_of(data_dir))
    _tell(found)
    if found.faults:
        leave(Exit.SOME_REJECTED)
    print(f"{found.records:,} records checked, nothing wrong")


def _tell(found: Verified) -> None:
    if found.waiting:
        say(f"{found.waiting:,} reports are stored and wait to be matched: an import is running or was interrupted")
    if found.old_rules:
        say(f"{found.old_rules:,} records follow older rules; `poimenno verify --repair` folds them anew")
    for fault, places in found.faults.items():
        print(f"{fault}: {', '.join(places[:_SHOWN])}" + (" …" if len(places) > _SHOWN else ""))
