"""Names drawn from the real frequencies of `russiannames` (BSD-3-Clause), and the ways in which they are printed.

Everything is seeded.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import duckdb
import iuliia  # type: ignore[import-untyped]
import russiannames

_DATA = Path(russiannames.__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A man's name in Russian."""

    family: str
    given: str
    patronymic: str


class Names:
    """Family names, given names and patronymics of men, drawn by frequency."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._pools = [self._pool(_DATA / f"{name}.parquet") for name in ("surnames", "names", "midnames")]

    @staticmethod
    def _pool(path: Path) -> tuple[list[str], list[int]]:
        query = f"SELECT text, count FROM read_parquet('{path}') WHERE gender = 'm' AND count > 0 ORDER BY text"
        rows = duckdb.sql(query).fetchall()
        return [text for text, _ in rows], list(accumulate(count for _, count in rows))

    def draw(self, count: int) -> list[Drawn]:
        """So many names, each part independent of the others."""
        parts = [self.random.choices(texts, cum_weights=weights, k=count) for texts, weights in self._pools]
        return [Drawn(*row) for row in zip(*parts, strict=True)]


SCHEMES = (
    iuliia.BGN_PCGN, iuliia.ICAO_DOC_9303, iuliia.MVD_310, iuliia.MVD_310_FR, iuliia.MVD_782, iuliia.GOST_779,
    iuliia.SCIENTIFIC, iuliia.ALA_LC, iuliia.TELEGRAM, iuliia.WIKIPEDIA, iuliia.YANDEX_MONEY, iuliia.BS_2979,
)  # fmt: skip


def romanise(name: str, scheme: int) -> str:
    """One of the romanisations in use."""
    return str(SCHEMES[scheme % len(SCHEMES)].translate(name))


def ukrainian(name: str) -> str:
    """A Russian name as Ukrainian press spells it, roughly."""
    return name.lower().translate(str.maketrans("иыэё", "іиеє")).replace("ъ", "'").title()


def misprint(word: str, chance: random.Random) -> str:
    """One letter lost, doubled in another's place, swapped with the next, or added."""
    place = chance.randrange(1, max(2, len(word) - 1))
    letter = chance.choice("абвгдеиклмнопрстуяabeiklnorst"[:19] if word[0] > "z" else "abdeiklmnoprstuvy")
    kinds: list[Callable[[], str]] = [
        lambda: word[:place] + word[place + 1 :],
        lambda: word[:place] + letter + word[place + 1 :],
        lambda: word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :],
        lambda: word[:place] + letter + word[place:],
    ]
    return chance.choice(kinds)()


def printed(name: Drawn, chance: random.Random) -> str:
    """The name as one source prints it."""
    parts = [name.given, name.patronymic, name.family] if chance.random() < 0.5 else [name.given, name.family]
    if chance.random() < 0.05:
        place = chance.randrange(len(parts))
        parts[place] = misprint(parts[place], chance)
    text = " ".join(parts)
    if chance.random() < 0.5:
        return ukrainian(text) if chance.random() < 0.3 else romanise(text, chance.randrange(12))
    return text
