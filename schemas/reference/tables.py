"""Reading the small tables of facts that lie beside the code in `data/`."""

import csv
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=32)
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/NAME` (CSV in UTF-8 with a header), each a dict of column to text, `""` where empty."""
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def listed(cell: str) -> list[str]:
    """The values of a cell in which several stand, parted by `|`."""
    return [value for value in cell.split("|") if value]
