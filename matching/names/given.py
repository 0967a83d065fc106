"""Given names: which forms stand for one name, whose diminutive a form is, and which sex bears it."""

from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from matching.names.fold import fold_word

_VOICED: Final = str.maketrans({"h": "g"})


class GivenTable(NamedTuple):
    """Classes of given names, numbered in the order of `data/given.txt`; `soft`: forms printed with a final ь."""

    forms: dict[str, frozenset[int]]
    diminutives: dict[str, frozenset[int]]
    fathers: dict[str, frozenset[int]]
    sexes: tuple[str, ...]
    soft: frozenset[str]


def given_key(folded: str) -> str:
    """The form under which a given name is looked up: Ukrainian and Belarusian г, printed h, is the Russian г."""
    return folded.translate(_VOICED)


def father_stem(folded: str) -> str:
    """What a father's given name leaves in a patronymic: Сергей and Сергеевич have `serg`, Олексій `oleks`."""
    stem = given_key(folded).rstrip("aeiou")
    if stem.endswith("pavel"):
        return stem[:-2] + "l"
    if stem == "lev":
        return "lv"
    return stem[:-1] + "v" if stem.endswith("f") else stem


@cache
def given_table() -> GivenTable:
    """Read the table once (some 15 ms)."""
    forms: dict[str, set[int]] = {}
    diminutives: dict[str, set[int]] = {}
    fathers: dict[str, set[int]] = {}
    sexes: list[str] = []
    soft: set[str] = set()
    for line in files("matching.names.data").joinpath("given.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        sex, printed, short = (part.split() for part in line.split("|"))
        number = len(sexes)
        sexes.append("male" if sex == ["m"] else "female")
        for form in printed:
            folded = fold_word(form.replace("'", ""))
            forms.setdefault(given_key(folded), set()).add(number)
            if form.endswith("ь"):
                soft.add(given_key(folded))
            if sex == ["m"]:
                fathers.setdefault(father_stem(folded), set()).add(number)
        for form in short:
            diminutives.setdefault(given_key(fold_word(form)), set()).add(number)
    return GivenTable(_frozen(forms), _frozen(diminutives), _frozen(fathers), tuple(sexes), frozenset(soft))


def _frozen(table: dict[str, set[int]]) -> dict[str, frozenset[int]]:
    return {key: frozenset(numbers) for key, numbers in table.items()}


_NONE: Final[frozenset[int]] = frozenset()


@lru_cache(maxsize=50_000)
def given_classes(folded: str) -> frozenset[int]:
    """The classes that a folded given name belongs to as a full form; empty when unknown."""
    return given_table().forms.get(given_key(folded), _NONE)


@lru_cache(maxsize=50_000)
def diminutive_of(folded: str) -> frozenset[int]:
    """The classes whose diminutive a folded given name is; empty when none."""
    return given_table().diminutives.get(given_key(folded), _NONE)


#: Folded endings of a man's name in an oblique case, and what the nominative has in their place.
_OBLIQUE: Final = (
    ("a", ""),
    ("ia", "i"),
    ("ia", ""),
    ("u", ""),
    ("iu", "i"),
    ("iu", ""),
    ("om", ""),
    ("em", ""),
    ("em", "i"),
)


@lru_cache(maxsize=50_000)
def oblique_of(folded: str) -> frozenset[int]:
    """The classes of men's names that an unknown form may be an oblique case of: «Ивана», «Сергея», «Игорем»."""
    if given_classes(folded) or diminutive_of(folded):
        return _NONE
    return _mens_oblique(folded)


@lru_cache(maxsize=50_000)
def man_of(folded: str) -> str | None:
    """The man's name of which a woman's name is also an oblique case: Александр of «Александра», else None."""
    if not given_classes(folded) or not _mens_oblique(folded):
        return None
    if any(class_sex(number) == "male" for number in given_classes(folded)):
        return None
    return next(start for start in nominatives(folded) if _mens(start))


def _mens_oblique(folded: str) -> frozenset[int]:
    return frozenset(number for start in nominatives(folded) for number in _mens(start))


def _mens(folded: str) -> frozenset[int]:
    return frozenset(number for number in given_classes(folded) if class_sex(number) == "male")


@lru_cache(maxsize=20_000)
def nominatives(folded: str) -> tuple[str, ...]:
    """What a man may be called whose name stands so in an oblique case: of «Эльчина» Эльчин; none of «Виктория»."""
    return tuple(
        folded[: -len(ending)] + nominative
        for ending, nominative in _OBLIQUE
        if folded.endswith(ending) and not (ending in _AFTER_SOFT and not nominative and _hard(folded[: -len(ending)]))
    )


#: Endings that stand after a soft consonant where nothing stands in the nominative: Игоря, but Виктора.
_AFTER_SOFT: Final = frozenset({"ia", "iu"})


def _hard(start: str) -> bool:
    """Whether the name is known, and no form of it ends soft."""
    return bool(given_classes(start)) and given_key(start) not in given_table().soft


def man_called(folded: str, nominative: str) -> bool:
    """Whether a man of the name `nominative` may be the one printed so in an oblique case."""
    classes = _mens(nominative)
    return any(start == nominative or not classes.isdisjoint(_mens(start)) for start in nominatives(folded))


@lru_cache(maxsize=50_000)
def all_classes(folded: str) -> frozenset[int]:
    """Every class that a folded given name may speak of: as a full form, a diminutive, or in an oblique case."""
    return given_classes(folded) | diminutive_of(folded) | oblique_of(folded)


@lru_cache(maxsize=50_000)
def father_classes(stem: str) -> frozenset[int]:
    """The classes of given names that a patronymic's stem may come from; empty when unknown."""
    return given_table().fathers.get(stem, _NONE)


def class_sex(number: int) -> str:
    """`male` or `female`."""
    return given_table().sexes[number]
