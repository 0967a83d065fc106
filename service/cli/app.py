"""The commands together, and how their failures are told."""

import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from service.cli import (
    check,
    compare,
    export,
    importing,
    keys,
    link,
    migrate,
    mirror,
    redact,
    reference,
    run,
    serve,
    sync,
    verify,
)
from service.cli.outcome import EXPECTED, Exit, code_of, say, words_of
from service.memory import keep_loaded
from service.version import VERSION

app = typer.Typer(
    name="poimenno",
    help="A registry of named killed soldiers and of criminal cases, every fact with its source.",
    epilog="Settings come from the environment (POIMENNO_…) and from .env. "
    "Exit codes: 0 done, 1 some rows rejected or something found wrong, 2 wrong call, "
    "3 the service or database can't be reached.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (run, serve, migrate, importing, check, export, sync, mirror, compare, link, verify, redact):
    module.add_to(app)
app.add_typer(keys.app, name="keys")
app.add_typer(reference.app, name="reference")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The console script. An expected failure is one line and an exit code; a defect shows its traceback."""
    keep_loaded()
    try:
        app(arguments)
    except EXPECTED as error:
        say(f"poimenno: {words_of(error)}")
        sys.exit(code_of(error))
    sys.exit(Exit.DONE)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(VERSION)
        raise typer.Exit


@app.callback()
def poimenno(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A registry of named killed soldiers and of criminal cases, every fact with its source."""
