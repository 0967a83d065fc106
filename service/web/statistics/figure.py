"""A figure: one table of numbers, which its chart, its CSV and its page all show."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.exports.cells import cell


@dataclass(frozen=True, slots=True)
class Figure:
    """A table under a name, which is also that of its texts: `columns` are its headings, the first of `rows`' cells say
    what is counted. `form` is how it is drawn: `columns`, `bars`, `map`, or empty for a table alone."""

    name: str
    columns: Sequence[str]
    rows: Sequence[tuple[int | str, ...]]
    form: str = ""
    codes: Sequence[str] = ()
    """Of a map, the region of each row."""


def as_csv(figure: Figure) -> bytes:
    """The table as RFC 4180 CSV in UTF-8 with a mark that spreadsheets ask for, and no cell that they would run."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(figure.columns)
    writer.writerows([one if isinstance(one, int) else cell(one) for one in row] for row in figure.rows)
    return text.getvalue().encode("utf-8-sig")
