"""`poimenno mirror`."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.outcome import say
from service.cli.remote import address, told_as_ours
from service.cli.watch import watching
from service.client import Poimenno
from service.mirror.mirroring import mirror as keep_in_step


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="\b\nExample:\n  poimenno mirror https://registry.example copy/")(mirror)


def mirror(
    url: Annotated[str, typer.Argument(help="Address of the registry's service.")],
    directory: Annotated[Path, typer.Argument(help="Where the copy lies; made when missing.", show_default=False)],
    key: Annotated[
        str | None, typer.Option(envvar="PMN_KEY", help="API key, where reading needs one.", show_default=False)
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Go on when in step, until stopped.")] = False,
) -> None:
    """Keep a copy of a registry in a directory: a snapshot, then what has changed.

    The files are those that a fresh export with all statuses gives, byte for byte. Interrupted, even killed, it goes on
    where it was when it is started again.
    """
    with told_as_ours(address(url)), Poimenno(address(url), key) as client, watching() as progress:
        for now in keep_in_step(client, directory, follow=follow, progress=progress):
            say(f"{directory} is in step: {now.records:,} records, {now.redirects:,} redirects")
