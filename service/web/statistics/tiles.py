"""The regions as tiles of one size, each about where it lies, so that small ones are seen as well as large ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from typing import Final

from schemas.reference.regions import REGIONS
from schemas.reference.tables import read_table
from service.web.statistics.figure import Figure

SIZE: Final = 58
LEVELS: Final = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """A region with its place in pixels, its count, and how dark it is: 0 for none, to `LEVELS`."""

    code: str
    x: int
    y: int
    records: int
    level: int
    occupied: bool

    @property
    def short(self) -> str:
        """The code without its country."""
        return self.code.partition("-")[2] if not self.occupied else self.code


def tiles_of(figure: Figure) -> Iterator[Tile]:
    """A tile for each region of the table `region_tiles.csv`."""
    records = {code: int(row[1]) for code, row in zip(figure.codes, figure.rows, strict=True)}
    most = max(records.values(), default=0)
    for row in read_table("region_tiles.csv"):
        code = row["code"]
        found = records.get(code, 0)
        yield Tile(code, int(row["column"]) * SIZE, int(row["row"]) * SIZE, found, level_of(found, most),
                   REGIONS[code].occupied)  # fmt: skip


def level_of(records: int, most: int) -> int:
    """0 for none; else from 1 to `LEVELS` by the logarithm, as the largest regions have many times the smallest's."""
    if not records:
        return 0
    return 1 + min(LEVELS - 1, int(LEVELS * log(records) / log(most + 1)))
