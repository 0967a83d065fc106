"""Numbers under which Russian courts keep a case: `1-25/2025`, `22К-310/2024`, `3/1-12/2023`, `222-УД23-12-А6`."""

import re
import unicodedata

LONGEST_TEXT = 10_000
"""Only so much of a text is looked at; a field of case numbers is a line, not a judgement."""

LATIN_TWINS = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
DASHES = re.compile("[‐‑‒–—―−﹘﹣－]")

_YEARLY = re.compile(
    r"(?<![0-9/-])"
    r"(?P<index>(?:(?<![А-Я])[А-Я]{1,3}-)?[0-9]{1,3}[А-Я]{0,3}(?:/[0-9]{1,2})?(?:-[0-9]{1,3}[А-Я]{0,2})?) ?- ?"
    r"(?P<number>[0-9]{1,6}) ?/ ?(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})"
    r"(?P<tail>-[0-9]{1,3})?(?![0-9/])"
)
_SUPREME = re.compile(r"(?<![0-9/-])[0-9]{1,3}-[А-Я]{1,4}[0-9]{2}-[0-9]{1,5}(?:-[А-Я]{1,3}[0-9]{0,2})?(?![0-9/])")
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def parse_case_numbers(text: str) -> tuple[str, ...]:
    """Every case number in the text, in its order, each once: `1-25/2025 (1-696/2024)` gives both.

    Normalised: Cyrillic capitals for letters (Latin look-alikes too), plain hyphens, no blanks, no `№`, no leading
    zeros (Moscow's `01-0123/2024` is `1-123/2024`), the year in four digits. A text without any such number, the
    17-digit number of an investigation among them, gives `()`.
    """
    plain = _plain(text[:LONGEST_TEXT])
    found = [(match.start(), _yearly(match)) for match in _YEARLY.finditer(plain)]
    found += [(match.start(), match.group()) for match in _SUPREME.finditer(plain)]
    return tuple(dict.fromkeys(number for _, number in sorted(found)))


def _plain(text: str) -> str:
    upper = unicodedata.normalize("NFKC", text).upper().translate(LATIN_TWINS)
    return " ".join(DASHES.sub("-", upper).split())


def _yearly(match: re.Match[str]) -> str:
    year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    return f"{_ZEROS.sub('', match['index'])}-{int(match['number'])}/{year}{match['tail'] or ''}"
