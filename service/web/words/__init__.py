"""Every text of the pages, in one table per language.

A page says `say("look_up.title")`. Another language is a second table with the same keys, in which a phrase that counts
something has a form for each plural that the language knows; what is said, and where, does not depend on it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import Request

from service.registry.words import ENGLISH as LOOK_UP_ENGLISH
from service.web.words.asking import ASKING
from service.web.words.codes import CODES
from service.web.words.english import PHRASES
from service.web.words.phrase import Phrase
from service.web.words.record import RECORD
from service.web.words.review import REVIEW
from service.web.words.statistics import STATISTICS


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its BCP 47 code, its phrases, those of a look-up, and which plural form a number takes."""

    code: str
    phrases: Mapping[str, Phrase]
    look_up: Mapping[str, str]
    plural: Callable[[int], str]

    def say(self, key: str, **parts: object) -> str:
        """The phrase of a key with its places filled. Raises KeyError for a key that the table lacks."""
        phrase = self.phrases[key]
        if not isinstance(phrase, str):
            count = parts["count"]
            assert isinstance(count, int)
            phrase = phrase[self.plural(count)]
            parts = {**parts, "count": f"{count:,}"}
        return phrase.format_map(parts)

    def name(self, group: str, code: object) -> str:
        """What a code of the contract is called: `name("status", "killed")`. One without a word is told as it is."""
        phrase = self.phrases.get(f"{group}.{code}")
        return phrase if isinstance(phrase, str) else str(code).replace("_", " ")

    def listed(self, parts: list[str]) -> str:
        """`a, b and c`."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say("and", rest=", ".join(parts[:-1]), last=parts[-1])

    def day(self, on: date) -> str:
        """`16 November 2022`."""
        return self.say("date.day", day=on.day, month=self.say(f"month.{on.month}"), year=on.year)


def _english_plural(count: int) -> str:
    return "one" if count == 1 else "other"


ENGLISH: Final = Language(
    "en", {**CODES, **RECORD, **ASKING, **REVIEW, **STATISTICS, **PHRASES}, LOOK_UP_ENGLISH, _english_plural
)


def language_of(request: Request) -> Language:
    """The language of a page: English, as there is no other table yet."""
    return ENGLISH
