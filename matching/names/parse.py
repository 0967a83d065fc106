"""Read a printed name into family name, given name and patronymic, whatever their order and script."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matching.names.family import bearer, neutral_family
from matching.names.fold import fold_word
from matching.names.frequency import knows_family
from matching.names.given import all_classes, class_sex, father_classes, given_classes, man_of
from matching.names.patronymic import read_patronymic
from matching.names.roles import Reading, read_roles
from matching.names.tokens import Token, cut


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A name read and folded.

    `shown` is what was printed for family name, given name and patronymic. `family` holds sex-neutral folded words (two
    for a double surname), `given` folded words, `patronymic` the father's stems (`given.father_stem`); one letter is an
    initial. `sex` is what patronymic or given name tell (not the surname's ending: a man's genitive looks like a
    woman, and «Александра Тестова» may be either). `aliases` are folded call signs and other names printed beside.
    `sure` is false when family and given name may be swapped.
    """

    shown: tuple[str, str, str] = ("", "", "")
    family: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    patronymic: tuple[str, ...] = ()
    sex: str | None = None
    aliases: tuple[str, ...] = ()
    sure: bool = True

    @property
    def raw(self) -> str:
        """The words that were read as the name, as printed."""
        return " ".join(part for part in self.shown if part)

    @property
    def empty(self) -> bool:
        """Whether nothing that could be compared is left."""
        return not (self.family or self.given or self.patronymic or self.aliases)


@lru_cache(maxsize=25_000)
def parse_name(
    full: str | None, family: str | None = None, given: str | None = None, patronymic: str | None = None
) -> ParsedName:
    """Read a name from its full form, or from its parts where a source gives them (parts win).

    Any text is taken: an empty one, one of another script, one of 5,000 characters; the work is bounded.
    """
    if family or given or patronymic:
        return _from_parts(full, family or "", given or "", patronymic or "")
    found = cut(full or "")
    return _parsed(read_roles(found.tokens, comma=found.comma), found.aliases)


def other_names(full: str | None) -> tuple[ParsedName, ...]:
    """Whole names printed beside the first, «он же Шакиров Рустам»: those with a given name that is known."""
    read = (parse_name(alias) for alias in cut(full or "").aliases)
    return tuple(name for name in read if name.family and any(map(all_classes, name.given)))


def _from_parts(full: str | None, family: str, given: str, patronymic: str) -> ParsedName:
    """The parts as given; what none of them says is read from the other words of the full form."""
    families, givens, fathers, whole = cut(family), cut(given), cut(patronymic), cut(full or "")
    said = {token.folded for part in (families, givens, fathers) for token in part.tokens}
    rest = read_roles(tuple(token for token in whole.tokens if token.folded not in said), comma=whole.comma)
    # A lone word beside a family name is a given name, however it sounds, and the other way round.
    reading = Reading(
        families.tokens or rest.family or (rest.given if givens.tokens else ()),
        givens.tokens or rest.given or (rest.family if families.tokens else ()),
        fathers.tokens or rest.patronymic,
        sure=rest.sure or bool(families.tokens or givens.tokens),
        sex=rest.sex,
    )
    return _parsed(reading, families.aliases + whole.aliases)


def _parsed(reading: Reading, aliases: tuple[str, ...]) -> ParsedName:
    folded = tuple(dict.fromkeys(token.folded for alias in aliases for token in cut(alias).tokens))[:4]
    sex = _sex(reading)
    return ParsedName(
        shown=(_shown(reading.family), _shown(reading.given), _shown(reading.patronymic)),
        family=_unique(map(_family, reading.family)),
        given=_unique(_nominative(_given(token), sex if reading.family else None) for token in reading.given),
        patronymic=_unique(map(_father, reading.patronymic)),
        sex=sex,
        aliases=folded,
        sure=reading.sure,
    )


def _shown(tokens: tuple[Token, ...]) -> str:
    return " ".join(token.text for token in tokens)[:80]


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))[:3]


#: Latin letters that some standards use for another sound than most: ISO 9 and GOST x for х, c for ц.
_OTHER_SOUNDS: Final = (("x", "kh"), ("c", "ts"))


def _family(token: Token) -> str:
    """The neutral form; where the letters may be read in two ways, the way that makes a surname people bear."""
    if token.initial:
        return token.folded
    neutral = neutral_family(token.folded)
    text = token.text.casefold()
    if not ("x" in text or "c" in text) or knows_family(neutral):
        return neutral
    return next((other for other in map(neutral_family, _other_sounds(text)) if knows_family(other)), neutral)


def _other_sounds(text: str) -> Iterator[str]:
    return (fold_word(text.replace(letter, sound)) for letter, sound in _OTHER_SOUNDS if letter in text)


def _given(token: Token) -> str:
    """The folded form; "Mixail" as the name that it is."""
    text = token.text.casefold()
    if token.initial or not ("x" in text or "c" in text) or all_classes(token.folded):
        return token.folded
    return next((other for other in _other_sounds(text) if all_classes(other)), token.folded)


def _nominative(given: str, sex: str | None) -> str:
    """«Александра» beside «Петровича» is no woman."""
    return (man_of(given) if sex == "male" else None) or given


def _father(token: Token) -> str:
    if token.initial:
        return token.folded
    stem, text = _father_stem(token.folded), token.text.casefold()
    if not ("x" in text or "c" in text) or father_classes(stem):
        return stem
    return next((other for other in map(_father_stem, _other_sounds(text)) if father_classes(other)), stem)


def _father_stem(folded: str) -> str:
    read = read_patronymic(folded)
    return read.stem if read else folded.rstrip("aeiou") or folded


def _sex(reading: Reading) -> str | None:
    if reading.sex:
        return reading.sex
    for token in reading.patronymic:
        if not token.initial and (read := read_patronymic(token.folded)):
            return read.sex
    for token in reading.given:
        sexes = {class_sex(number) for number in given_classes(_given(token))}
        if len(sexes) == 1:
            return _bearer(reading.family, _given(token)) if sexes == {"female"} else sexes.pop()
    return None


def _bearer(family: tuple[Token, ...], given: str) -> str | None:
    """Of a woman's name: hers, unless it may be a man's in the genitive as the surname beside it may."""
    return bearer(family[-1].text) if family and man_of(given) else "female"
