"""`poimenno keys`: create, list, revoke."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from service.cli.outcome import say
from service.cli.session import DataDir, settings_of, with_registry
from service.usecases.actor import MACHINE
from service.usecases.keys import create_key, list_keys, revoke_key

app = typer.Typer(
    help="API keys: made, listed, revoked.",
    epilog="\b\nExample:\n  poimenno keys create --name Example --scope submit",
    no_args_is_help=True,
)


class Scope(StrEnum):
    """What a key may do; each scope includes those before it."""

    read = "read"
    submit = "submit"
    review = "review"
    admin = "admin"


@app.command(epilog="\b\nExample:\n  poimenno keys create --name 'Example archive' --scope submit")
def create(
    name: Annotated[str, typer.Option(help="Who will use it.")],
    scope: Annotated[Scope, typer.Option(help="What it may do; each includes those before it.")],
    partner: Annotated[str | None, typer.Option(help="Slug that external ids belong to; made from the name.")] = None,
    expires: Annotated[
        datetime | None, typer.Option(help="Until when it works (UTC).", show_default="for ever")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Make a key. It is printed now and never again: only its hash is kept."""
    until = expires.replace(tzinfo=UTC) if expires else None
    made = with_registry(
        lambda db: create_key(db, name=name, scope=scope.value, partner=partner, expires_at=until, actor=MACHINE),
        settings_of(data_dir),
    )
    say(f"{made['id']}: scope {made['scope']}, partner {made['partner']}")
    print(made["key"])


@app.command("list", epilog="\b\nExample:\n  poimenno keys list")
def list_(data_dir: DataDir = None) -> None:
    """Show all keys, without their secrets."""
    found = with_registry(list_keys, settings_of(data_dir))["items"]
    columns = ("id", "name", "scope", "partner", "created_at", "expires_at", "revoked_at", "last_used_at")
    table = Table(*columns, box=None)
    for key in found:
        table.add_row(*(str(key[column] or "") for column in columns))
    Console(width=None if Console().is_terminal else 200).print(table)


@app.command(epilog="\b\nExample:\n  poimenno keys revoke key-7k2m9qxd4t")
def revoke(key: Annotated[str, typer.Argument(help="The key's id.")], data_dir: DataDir = None) -> None:
    """Revoke a key, at once and for good."""
    done = with_registry(lambda db: revoke_key(db, id=key, actor=MACHINE), settings_of(data_dir))
    say(f"{done['id']} was revoked at {done['revoked_at']}")
