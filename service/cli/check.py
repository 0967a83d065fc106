"""`poimenno check`."""

from pathlib import Path
from typing import Annotated, get_args

import typer

from schemas.exports.sheet import MEDIA, Format, write_sheet
from schemas.look_up import KindAsked
from service.cli.export import target
from service.cli.outcome import Exit, leave, say
from service.cli.remote import RemoteRegistry
from service.cli.session import DataDir, run, settings_of, with_registry
from service.cli.watch import watching
from service.errors import Unprocessable
from service.usecases.check_names import (
    Ask,
    Checked,
    People,
    ask_here,
    check_names,
    columns_of,
    named_columns,
    read_people,
)
from service.usecases.open_registry import Database

SHOWN = 20
"""Rows with a problem told on the terminal; each says in its explanation what it is."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="\b\nExample:\n  poimenno check names.xlsx --url https://example.org -o checked.xlsx")(check)


def check(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with a column of names.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write: .csv or .xlsx.")],
    url: Annotated[
        str | None, typer.Option(help="Address of the registry to ask; the one of the settings if left out.")
    ] = None,
    key: Annotated[str | None, typer.Option(help="API key, where reading isn't public.")] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="Which column a field has: name=Имя, born='Дата рождения'. Repeatable.")
    ] = None,
    kind: Annotated[str, typer.Option(help="casualty, case or any.")] = "any",
    sheet: Annotated[str | None, typer.Option(help="Worksheet, where several hold something.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Check a sheet of names: the same rows with verdict, best record, score, link and the reasons in words.

    Columns are found by their headings in Russian or English: name, or family and given; patronymic, born, died,
    region, place, rank, unit, court, article, case_number, uid. A cell that can't be read is left out and told; a row
    without a name gets no verdict. Both are named with their line, and the exit code is then 1.
    """
    format = _format(output)
    asked_kind = _kind(kind)
    remote = RemoteRegistry(url, key) if url else None
    people = read_people(file, named=named_columns(column or []), sheet=sheet)
    say("columns: " + ", ".join(f"{field} from «{people.columns[place]}»" for field, place in people.places.items()))
    if remote:
        rows = run(lambda: _check(people, remote.ask, f"{remote.url}/v1", asked_kind))
    else:
        settings = settings_of(data_dir)
        base = f"http://{settings.host}:{settings.port}/v1"

        async def here(db: Database) -> list[Checked]:
            return await _check(people, ask_here(db), base, asked_kind)

        rows = with_registry(here, settings)
    with target(output) as written:
        write_sheet(written, format, columns_of(people), (row.values for row in rows))
    _tell(file, output, rows)


def _format(output: Path) -> Format:
    for format in MEDIA:
        if output.suffix.lower() == f".{format}":
            return format
    raise Unprocessable(f"{output}: the checked sheet is written as .csv or .xlsx.")


def _kind(text: str) -> KindAsked:
    for kind in get_args(KindAsked):
        if text == kind:
            return kind  # type: ignore[no-any-return]
    raise Unprocessable(f"--kind is one of {', '.join(get_args(KindAsked))}.")


async def _check(people: People, ask: Ask, base: str, kind: KindAsked) -> list[Checked]:
    with watching() as progress:
        return [row async for row in check_names(people, ask=ask, base=base, kind=kind, progress=progress)]


def _tell(file: Path, output: Path, rows: list[Checked]) -> None:
    wrong = [row for row in rows if row.problem]
    for row in wrong[:SHOWN]:
        say(f"{file}, line {row.line}: {row.problem}")
    if len(wrong) > SHOWN:
        say(f"{file}: {len(wrong) - SHOWN:,} more such rows are not shown here")
    say(f"{len(rows):,} rows in {output}")
    if wrong:
        leave(Exit.SOME_REJECTED, f"{len(wrong):,} of them were not, or not wholly, looked up")
