"""`poimenno export`."""

import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import aclosing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO, Final, NoReturn

import typer

from service.cli.outcome import UnwritableError, say
from service.cli.session import DataDir, settings_of, with_registry
from service.cli.watch import watching
from service.settings import Settings
from service.usecases.export_file import Made
from service.usecases.export_files import Shelf
from service.usecases.export_records import Format as ExportFormat
from service.usecases.export_records import Wanted, wanted
from service.usecases.open_registry import Database


class What(StrEnum):
    """What there is to export."""

    casualties = "casualties"
    cases = "cases"
    redirects = "redirects"


class Format(StrEnum):
    """In which form."""

    ndjson = "ndjson"
    csv = "csv"
    ftm = "ftm"


_FORMATS: Final[dict[Format, ExportFormat]] = {Format.ndjson: "ndjson", Format.csv: "csv", Format.ftm: "ftm.ndjson"}


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="\b\nExample:\n  poimenno export casualties --format csv --bom -o casualties.csv")(export)


def export(
    what: Annotated[What, typer.Argument(help="Which records; redirects are the ids that were merged away.")],
    format: Annotated[
        Format | None,
        typer.Option(
            help="NDJSON as the service sends records, a flat table, or FollowTheMoney entities. Redirects are CSV.",
            show_default="ndjson",
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File; standard output when absent.")] = None,
    status: Annotated[
        list[str] | None, typer.Option(help="Of casualties: killed, missing … or * for all. Repeatable.")
    ] = None,
    bom: Annotated[bool, typer.Option("--bom", help="Begin with the mark by which Excel knows UTF-8.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Write all published records as of one moment, ordered by id; the same bytes as the service's /v1/export.

    Of casualties the dead (killed, died_of_wounds, died_other), unless --status asks for others. A file is written
    beside its place and moved there when it is whole. In CSV a cell that a spreadsheet would calculate begins with an
    apostrophe; cases have a row for each defendant.
    """
    settings = settings_of(data_dir)
    asked = _wanted(what, format, status or (), bom)
    made = with_registry(lambda db: _write_export(db, settings, asked, output), settings)
    say(f"{made.count:,} {what.value} as of change {made.seq}" + (f" in {output}" if output else ""))


def _wanted(what: What, format: Format | None, status: Sequence[str], bom: bool) -> Wanted:
    if what is What.redirects and format not in (None, Format.csv):
        raise typer.BadParameter("redirects are written as CSV", param_hint="--format")
    default = Format.csv if what is What.redirects else Format.ndjson
    return wanted(what.value, _FORMATS[format or default], status, bom=bom)


async def _write_export(db: Database, settings: Settings, asked: Wanted, output: Path | None) -> Made:
    shelf = Shelf(settings.data_dir)
    try:
        export = await shelf.export(db, asked)
        written = 0
        with target(output) as file, watching() as progress:
            async with aclosing(export.chunks()) as chunks:
                async for chunk in chunks:
                    _write(file, chunk)
                    written += len(chunk)
                    progress("exporting, bytes", written, None)
        return await export.made()
    finally:
        await shelf.close()


def _write(file: BinaryIO, chunk: bytes) -> None:
    """Write; a full disk is told as such, where the database would be blamed for it otherwise."""
    try:
        file.write(chunk)
    except BrokenPipeError:
        _end_unread()
    except OSError as error:
        raise UnwritableError(f"The export can't be written: {error.strerror}.") from error


def _end_unread() -> NoReturn:
    """Whoever read standard output (`| head`) has enough: end as the signal for that would have ended the command."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still in the buffer
    raise typer.Exit(128 + signal.SIGPIPE)


@contextmanager
def target(output: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that is there whole or not at all."""
    if output is None or str(output) == "-":
        yield sys.stdout.buffer
        try:
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            _end_unread()
        return
    descriptor, draft = tempfile.mkstemp(dir=output.absolute().parent, prefix=f".{output.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o666 & ~_umask())
        Path(draft).replace(output)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """The mask for new files, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
