"""`poimenno compare`."""

import csv
import sys
from pathlib import Path
from typing import Annotated

import typer

from service.cli.outcome import Exit, leave, say
from service.cli.session import settings_of
from service.cli.watch import watching
from service.settings import learnt_weights
from service.usecases.compare_pairs import FIELDS, Compared, compare_pairs


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="\b\nExample:\n  poimenno compare pairs.csv > scored.csv")(compare)


def compare(
    file: Annotated[Path, typer.Argument(help="CSV with the columns name1 and name2; `-` for standard input.")],
) -> None:
    """Score pairs of people: the same rows, in the order read, with `score` and `explanation`, to standard output.

    Beside name1,name2 the columns born1,born2, region1,region2, patronymic1,patronymic2 and so on are used where
    given. The score is the probability that both are one person, at even prior odds. Needs no database. A row that
    can't be compared has no score, and is named on standard error with its line.
    """
    with compare_pairs(file, learnt_weights(settings_of())) as pairs, watching() as progress:
        if pairs.unknown:
            say(f"not compared: {', '.join(pairs.unknown)} (known: {', '.join(FIELDS)}, each with 1 and 2)")
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerow((*pairs.columns, "score", "explanation"))
        bad = 0
        for number, row in enumerate(pairs.rows, start=1):
            bad += row.score is None
            out.writerow(_cells(row, len(pairs.columns)))
            progress("comparing", number, None)
    if bad:
        leave(Exit.SOME_REJECTED, f"{bad:,} rows could not be compared")


def _cells(row: Compared, width: int) -> tuple[str, ...]:
    if row.score is None:
        say(f"line {row.line}: {row.explanation}")
    values = row.values + ("",) * (width - len(row.values))
    return *values, "" if row.score is None else repr(row.score), row.explanation
