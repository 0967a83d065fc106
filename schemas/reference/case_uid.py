"""The unique identifier (УИД) that a case keeps through all instances: `77RS0021-02-2024-008265-86`.

Court code (8) - the court's own series (2) - year (4) - number (6) - two check digits: ISO 7064 MOD 97-10 over the
rest with A=10 … Z=35, which 153 of 153 published identifiers obey.
"""

import re

from stdnum.iso7064 import mod_97_10

from schemas.reference.case_numbers import DASHES

LONGEST_UID = 60
COURT_LETTERS = frozenset({"RS", "OS", "GV", "OV", "KJ", "AJ", "KV", "AV", "VS", "MS"})

_SHAPE = re.compile(r"([0-9]{2})([A-Z]{2})([0-9]{4})-?([0-9]{2})-?([0-9]{4})-?([0-9]{6})-?([0-9]{2})")
_SPOKEN = re.compile(r"^(?:(?:УИД|UID)(?=[^A-ZА-Я])[:№]*)+")
_TWINS = str.maketrans("АВСЕНКМОРТХУ", "ABCEHKMOPTXY")
_SOUNDS = str.maketrans("РСОГВКЖАМ", "RSOGVKJAM")
_CYRILLIC_LETTERS = re.compile(r"(?<=^[0-9]{2})[А-ЯA-Z]{2}(?=[0-9])")


def normalise_uid(text: str) -> str:
    """The identifier in its one spelling; a text of another shape comes back in capitals without blanks, to be kept.

    Takes any dash or none, `УИД` before it, and Cyrillic letters for Latin ones, by look (КV) or by sound («РС»).
    """
    if len(text) > LONGEST_UID:
        return text
    compact = _SPOKEN.sub("", DASHES.sub("-", "".join(text.upper().split())))
    latin = _CYRILLIC_LETTERS.sub(lambda letters: _latin(letters.group()), compact)
    shape = _SHAPE.fullmatch(latin)
    return "-".join(["".join(shape.groups()[:3]), *shape.groups()[3:]]) if shape else compact


def uid_problem(text: str) -> str | None:
    """What is wrong with the identifier, in words, or None. A problem is a warning: courts publish wrong ones too."""
    uid = normalise_uid(text)
    if not _SHAPE.fullmatch(uid):
        return f"{uid[:LONGEST_UID]!r} has not the shape of a case identifier such as 77RS0021-02-2024-008265-86"
    if not mod_97_10.is_valid(uid.replace("-", "")):
        return f"the check digits of {uid} do not fit: one of its characters is wrong"
    return None


def _latin(letters: str) -> str:
    by_look = letters.translate(_TWINS)
    by_sound = letters.translate(_SOUNDS)
    return by_look if by_look in COURT_LETTERS or by_sound not in COURT_LETTERS else by_sound
