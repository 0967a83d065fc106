"""`poimenno run`."""

from pathlib import Path

import typer

import service
from service.cli.outcome import say
from service.cli.serve import Host, Port
from service.cli.server import listening, serve_until_stopped
from service.cli.session import DataDir, run, settings_of
from service.settings import Settings
from service.usecases.keys import ensure_admin_key
from service.usecases.load_examples import load_examples
from service.usecases.open_registry import hold_database, open_as_is, prepare

EXAMPLES = Path(service.__file__).parents[1] / "examples"
"""Beside the packages in a clone; an installed wheel has none."""

TRY = """
Poimenno answers on {url}
  look a name up    curl '{url}/v1/search?q=Khisamutdinov'
  read the records  curl '{url}/v1/casualties'
  all it can do     {url}/docs
Ctrl-C stops it.
"""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run", epilog="\b\nExample:\n  poimenno run")(run_)


def run_(port: Port = None, host: Host = None, data_dir: DataDir = None) -> None:
    """Set everything up and serve: the tables, the example reports (once), an administrator's key (first start only).

    This is what `make run` does.
    """
    settings = settings_of(data_dir, port=port, host=host)
    with listening(settings) as listener, hold_database(settings):
        loaded, key = run(lambda: _set_up(settings))
        if loaded:
            say(f"{loaded} example reports loaded")
        if key:
            say(f"Administrator's key, shown only now: {key}")
        serve_until_stopped(settings, listener, lambda url: say(TRY.format(url=url)))


async def _set_up(settings: Settings) -> tuple[int, str | None]:
    async with open_as_is(settings) as db:
        await prepare(db, upgrading=True)
        loaded = await load_examples(db, directory=EXAMPLES) if EXAMPLES.is_dir() else 0
        return loaded, await ensure_admin_key(db)
