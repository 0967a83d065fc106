"""What a cell's text says: dates as sheets write them, numbers, ages, durations, yes and no, words for codes.

Each converter takes text that isn't empty and raises ValueError, in words that go after the column's name.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from schemas.dates import bounds
from service.readers.vocabulary import fold_word

Convert = Callable[[str], object]

DATE_FORMATS = ("DD.MM.YYYY", "MM.YYYY")
_TOKENS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "DD": r"(?P<day>[0-9]{2})",
    "MM": r"(?P<month>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
    "M": r"(?P<month>[0-9]{1,2})",
}
_TOKEN = re.compile("YYYY|DD|MM|D|M")
_TIME = re.compile(r"[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_AGE = re.compile(r"([0-9]{1,3})\s*(?:лет|года?|years?( old)?|y\.?o\.?)?")
_PART = re.compile(r"([0-9]{1,3})\s*(лет|года?|г|years?|y|месяц(?:а|ев)?|мес|м|months?|m|дн(?:я|ей)|день|д|days?|d)\.?")
_BETWEEN_PARTS = re.compile(r"(?:\s|,|и|and)*")
_YES = frozenset({"да", "yes", "true", "1", "+", "y", "истина", "условно"})
_NO = frozenset({"нет", "no", "false", "0", "-", "n", "ложь", "реально"})


def quoted(text: str) -> str:
    """`text` in quotation marks, cut at 60 characters."""
    return f"«{text[:60]}…»" if len(text) > 60 else f"«{text}»"


def date_converter(formats: Iterable[str] = DATE_FORMATS) -> Convert:
    """A converter of dates written in one of `formats` (of YYYY, MM, DD, M, D and separators), or in EDTF, to EDTF.

    Raises:
        ValueError: a format has no year, or a day without a month.
    """
    wanted = tuple(formats)
    patterns = [_date_pattern(text) for text in wanted]

    def convert(text: str) -> str:
        bare = _TIME.sub("", text)
        for pattern in patterns:
            if found := pattern.fullmatch(bare):
                return _calendar_date(found.groupdict(), text)
        try:
            bounds(bare)
        except ValueError as error:
            raise ValueError(f"{quoted(text)} is not a date; expected {' or '.join(wanted)} or ISO 8601") from error
        return bare

    return convert


def number(text: str) -> int | float:
    """A whole or decimal number; spaces may group digits, and a comma may stand for the decimal point."""
    bare = "".join(text.split()).replace(",", ".")
    if re.fullmatch(r"-?[0-9]{1,15}", bare):
        return int(bare)
    if re.fullmatch(r"-?[0-9]{1,15}\.[0-9]{1,9}", bare):
        return float(bare)
    raise ValueError(f"{quoted(text)} is not a number")


def age(text: str) -> int:
    """Years of age: «37», «37 лет», «37 years»."""
    found = _AGE.fullmatch(fold_word(text))
    if not found:
        raise ValueError(f"{quoted(text)} is not an age in years")
    return int(found[1])


def duration(text: str) -> str:
    """An ISO 8601 duration of «3 года 6 месяцев», «1 year 8 months»; one in ISO 8601 stays as it is."""
    folded = fold_word(text)
    if re.fullmatch(r"p(?=[0-9])(?:[0-9]+y)?(?:[0-9]+m)?(?:[0-9]+w)?(?:[0-9]+d)?", folded):
        return folded.upper()
    parts: dict[str, str] = {}
    at = 0
    while found := _PART.match(folded, at):
        parts.setdefault(_unit(found[2]), found[1])
        between = _BETWEEN_PARTS.match(folded, found.end())
        at = between.end() if between else found.end()
    if not parts or at != len(folded):
        raise ValueError(f"{quoted(text)} is not a duration such as «3 года 6 месяцев» or P3Y6M")
    return "P" + "".join(f"{int(parts[unit])}{unit}" for unit in "YMD" if unit in parts)


def yes_no(text: str) -> bool:
    """Whether the cell says yes."""
    folded = fold_word(text)
    if folded not in _YES | _NO:
        raise ValueError(f"{quoted(text)} is neither yes nor no")
    return folded in _YES


def plain_text(text: str) -> str:
    """The text itself."""
    return text


def word_converter(words: Mapping[str, object], choices: Collection[str]) -> Convert:
    """A converter of words to codes: `words` by their folded form, and the codes in `choices` themselves."""
    known: dict[str, object] = {fold_word(code): code for code in choices}
    known |= {fold_word(code.replace("_", " ")): code for code in choices}
    known |= {fold_word(word): code for word, code in words.items()}

    def convert(text: str) -> object:
        code = known.get(fold_word(text))
        if code is None:
            raise ValueError(f"{quoted(text)} is no word for one of {', '.join(sorted(choices))}")
        return code

    return convert


def _date_pattern(text: str) -> re.Pattern[str]:
    tokens = _TOKEN.findall(text)
    kinds = [token[0] for token in tokens]
    if sorted(kinds) not in (["Y"], ["M", "Y"], ["D", "M", "Y"]) or re.search("[A-Za-z]", _TOKEN.sub("", text)):
        raise ValueError(f"«{text}» is not a date format such as DD.MM.YYYY: it needs YYYY, with MM, with MM and DD")
    separators = _TOKEN.split(text)
    pieces = [_TOKENS[token] + re.escape(after) for token, after in zip(tokens, separators[1:], strict=True)]
    return re.compile(re.escape(separators[0]) + "".join(pieces))


def _calendar_date(parts: Mapping[str, str], text: str) -> str:
    year, month, day = (int(parts.get(name) or 1) for name in ("year", "month", "day"))
    try:
        whole = date(year, month, day).isoformat()
    except ValueError as error:
        raise ValueError(f"{quoted(text)} is not a day of the calendar") from error
    return whole[: {1: 4, 2: 7, 3: 10}[len(parts)]]


def _unit(word: str) -> str:
    if word.startswith(("л", "г", "y")):
        return "Y"
    return "M" if word.startswith(("м", "m")) else "D"
