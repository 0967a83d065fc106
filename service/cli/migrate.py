"""`poimenno migrate`."""

import sys
from typing import Annotated

import typer

from service.cli.outcome import Exit, leave, say
from service.cli.session import DataDir, run, settings_of
from service.usecases.migrate_schema import Schema, check_schema_matches, migrate_down, migrate_up
from service.usecases.open_registry import open_as_is


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="\b\nExample:\n  poimenno migrate --check")(migrate)


def migrate(
    down: Annotated[
        str | None, typer.Option(metavar="REVISION", help="Go back to a revision; `base` drops every table.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say whether the schema is this version's.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask before going back.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Bring the database's schema to what this version needs.

    Processes that migrate at once wait for one another. --check ends with 1 when something differs.
    """
    if down and check:
        raise typer.BadParameter("say either --down or --check")
    if down and not yes and sys.stdin.isatty():
        typer.confirm(f"Going back to {down} deletes what later revisions hold. Go on?", abort=True)
    settings = settings_of(data_dir)

    async def work() -> Schema:
        async with open_as_is(settings) as db:
            if check:
                return await check_schema_matches(db)
            return await (migrate_down(db, down) if down else migrate_up(db))

    schema = run(work)
    if schema.problem:
        leave(Exit.SOME_REJECTED, schema.problem)
    say(f"the schema is at {schema.revision or 'no revision'}")
