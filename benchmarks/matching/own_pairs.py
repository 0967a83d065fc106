"""Generated pairs of names by kind of difference, with hard negatives; names by the real frequencies of russiannames.

Every name is drawn anew for each seed, so that one seed can choose a threshold and another judge it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from random import Random
from typing import Final

from benchmarks.matching.generated import Drawn, Names, misprint, romanise, ukrainian

#: Given names and what those who bear them are called; facts of the language, chosen by hand.
DIMINUTIVES: Final = {
    "АЛЕКСАНДР": "Саша", "АЛЕКСЕЙ": "Лёша", "АНДРЕЙ": "Андрюша", "ВЛАДИМИР": "Вова", "ДМИТРИЙ": "Дима",
    "ЕВГЕНИЙ": "Женя", "ИВАН": "Ваня", "КОНСТАНТИН": "Костя", "МИХАИЛ": "Миша", "НИКОЛАЙ": "Коля", "ПАВЕЛ": "Паша",
    "ПЕТР": "Петя", "РОМАН": "Рома", "СЕРГЕЙ": "Серёжа", "ЮРИЙ": "Юра",
}  # fmt: skip
#: Belarusian forms of given names.
BELARUSIAN: Final = {
    "АЛЕКСАНДР": "Аляксандр", "АЛЕКСЕЙ": "Аляксей", "АНДРЕЙ": "Андрэй", "ВЛАДИМИР": "Уладзімір", "ДМИТРИЙ": "Дзмітрый",
    "ЕВГЕНИЙ": "Яўген", "МИХАИЛ": "Міхаіл", "НИКОЛАЙ": "Мікалай", "ПАВЕЛ": "Павел", "СЕРГЕЙ": "Сяргей",
}  # fmt: skip
#: Ukrainian forms of given names.
UKRAINIAN: Final = {
    "АЛЕКСАНДР": "Олександр", "АЛЕКСЕЙ": "Олексій", "АНДРЕЙ": "Андрій", "ВЛАДИМИР": "Володимир", "ДМИТРИЙ": "Дмитро",
    "ЕВГЕНИЙ": "Євген", "МИХАИЛ": "Михайло", "НИКОЛАЙ": "Микола", "ПАВЕЛ": "Павло", "СЕРГЕЙ": "Сергій",
}  # fmt: skip
_LATIN_LIKE: Final = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two prints, whether they are of one person, what differs, and the years of birth where given."""

    left: str
    right: str
    same: bool
    kind: str
    born: tuple[str | None, str | None] = (None, None)


def own_pairs(count: int, seed: int) -> Iterator[Pair]:
    """`count` pairs of each kind."""
    names, chance = Names(seed), Random(seed)
    for kind, printed in SAME.items():
        known = GIVEN.get(kind)
        drawn = ((replace(a, given=chance.choice(known)) if known else a) for a, _ in _drawn(names, count))
        yield from _differing(count, (Pair(full(a), printed(a, chance), True, kind) for a in drawn))
    for kind, other in OTHERS.items():
        pairs = (Pair(full(a), full(other(a, b, chance)), False, kind) for a, b in _drawn(names, count))
        yield from _differing(count, pairs)
    yield from islice((_namesakes(a, chance) for a, _ in _drawn(names, count)), count)


def _drawn(names: Names, count: int) -> Iterator[tuple[Drawn, Drawn]]:
    while True:
        yield from zip(names.draw(count), names.draw(count), strict=True)


def _differing(count: int, pairs: Iterator[Pair]) -> Iterator[Pair]:
    return islice((pair for pair in pairs if pair.left != pair.right), count)


def full(name: Drawn) -> str:
    """Surname, given name, patronymic."""
    return " ".join(part for part in (name.family, name.given, name.patronymic) if part).title()


def look_alike(text: str, chance: Random) -> str:
    """Half of the letters that Latin has too are Latin ones."""
    return "".join(char.translate(_LATIN_LIKE) if chance.random() < 0.5 else char for char in text)


def _as_in(table: dict[str, str], name: Drawn) -> Drawn:
    return replace(name, given=table[name.given])


SAME: Final[dict[str, Callable[[Drawn, Random], str]]] = {
    "romanised": lambda a, chance: romanise(full(a), chance.randrange(12)),
    "Ukrainian": lambda a, _: ukrainian(full(_as_in(UKRAINIAN, a))),
    "Belarusian": lambda a, _: full(_as_in(BELARUSIAN, a)),
    "order": lambda a, _: f"{a.given} {a.patronymic} {a.family}".title(),
    "no patronymic": lambda a, _: f"{a.given} {a.family}".title(),
    "no patronymic, romanised": lambda a, chance: romanise(f"{a.given} {a.family}".title(), chance.randrange(12)),
    "initials": lambda a, _: f"{a.family.title()} {a.given[0]}. {a.patronymic[0]}.",
    "misprint": lambda a, chance: full(replace(a, family=misprint(a.family.title(), chance))),
    "diminutive": lambda a, _: f"{DIMINUTIVES[a.given]} {a.family}".title(),
    "look-alike letters": lambda a, chance: look_alike(full(a), chance),
}
"""How one person's name is printed otherwise."""
GIVEN: Final = {
    "Ukrainian": tuple(UKRAINIAN), "Belarusian": tuple(BELARUSIAN), "diminutive": tuple(DIMINUTIVES),
}  # fmt: skip
"""Given names that a kind is drawn with, where it has a table of its own."""


def _brother(a: Drawn, b: Drawn, _: Random) -> Drawn:
    return replace(a, given=b.given)


def _other_father(a: Drawn, b: Drawn, _: Random) -> Drawn:
    return replace(a, patronymic=b.patronymic)


def _near_surname(a: Drawn, _: Drawn, chance: Random) -> Drawn:
    """Another surname made of the same stem: «Петров» and «Петренко»."""
    stem = _ENDING.sub("", a.family)
    return replace(a, family=stem + chance.choice([end for end in ENDINGS if stem + end != a.family]))


def _woman(a: Drawn, _: Drawn, __: Random) -> Drawn:
    given = {"Александр": "Александра", "Евгений": "Евгения"}.get(a.given, "Валентина")
    father = a.patronymic.removesuffix("ич") + "на" if a.patronymic.endswith("ич") else a.patronymic
    return Drawn(a.family + "а" if a.family.endswith(("в", "н")) else a.family, given, father)


_ENDING: Final = re.compile("(?:[ое]в|ин|[сц]кий|[иы]й)$")
ENDINGS: Final = ("енко", "ук", "овский", "ян", "идзе", "ченко", "ич")
OTHERS: Final[dict[str, Callable[[Drawn, Drawn, Random], Drawn]]] = {
    "other patronymic": _other_father,
    "brother": _brother,
    "near surname": _near_surname,
    "other sex": _woman,
}
"""How another person's name comes near."""


def _namesakes(a: Drawn, chance: Random) -> Pair:
    year = chance.randint(1965, 2000)
    name = f"{a.given} {a.family}".title()
    return Pair(name, name, False, "namesake born 5 years apart", (str(year), str(year + 5)))
