"""`poimenno serve`."""

from typing import Annotated

import typer

from service.cli.outcome import say
from service.cli.server import listening, serve_until_stopped
from service.cli.session import DataDir, run, settings_of
from service.settings import Settings
from service.usecases.open_registry import hold_database, open_as_is, prepare

Port = Annotated[int | None, typer.Option(help="0 takes a free one (POIMENNO_PORT).", show_default="8000")]
Host = Annotated[str | None, typer.Option(help="Address to listen on (POIMENNO_HOST).", show_default="127.0.0.1")]
Workers = Annotated[int | None, typer.Option(help="Processes (POIMENNO_WORKERS).", show_default="1")]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="\b\nExample:\n  poimenno serve --port 8123 --data-dir /srv/poimenno")(serve)


def serve(port: Port = None, host: Host = None, data_dir: DataDir = None, workers: Workers = None) -> None:
    """Serve the registry until SIGTERM or Ctrl-C.

    A database without tables gets them, and the embedded one is brought up to this version; another is left to
    `poimenno migrate`.
    """
    settings = settings_of(data_dir, port=port, host=host, workers=workers)
    with listening(settings) as listener, hold_database(settings):
        run(lambda: _prepare(settings))
        serve_until_stopped(settings, listener, lambda url: say(f"Poimenno answers on {url}"))


async def _prepare(settings: Settings) -> None:
    async with open_as_is(settings) as db:
        await prepare(db, upgrading=settings.database_url is None)
