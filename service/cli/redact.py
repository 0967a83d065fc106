"""`poimenno redact`."""

from typing import Annotated, Literal

import typer

from schemas.base import Kind
from service.cli.outcome import say
from service.cli.session import DataDir, settings_of, with_registry
from service.usecases.actor import MACHINE
from service.usecases.change_record import redact as redact_record
from service.usecases.precondition import IfMatch


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog="\b\nExample:\n  poimenno redact cas-7k2m9qxd4t --field home --reason 'asked for by the family'"
    )(redact)


def redact(
    record: Annotated[str, typer.Argument(help="The record's id.")],
    field: Annotated[
        list[str] | None, typer.Option(help="A field, such as home or defendants.d1.born. Repeatable.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="The record whole.")] = False,
    reason: Annotated[str | None, typer.Option(help="Why; it is kept with the record.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Remove fields, or a record whole, from every version. It can't be undone; a mark is left."""
    if bool(field) == all_:
        raise typer.BadParameter("say either --field or --all")
    kind: Kind = "case" if record.startswith("case-") else "casualty"
    fields: list[str] | Literal["all"] = field or "all"
    done = with_registry(
        lambda db: redact_record(
            db, kind=kind, id=record, if_match=IfMatch(anything=True), fields=fields, reason=reason, actor=MACHINE
        ),
        settings_of(data_dir),
    )
    say(f"{record} is redacted: {', '.join(done['fields'])}; version {done['version']}")
