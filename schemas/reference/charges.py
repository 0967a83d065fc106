"""Charges as texts name them, read into article, part and points. Nothing is added that the text does not say."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from schemas.reference.articles import ARTICLES, FIRST_OF_SPECIAL_PART
from schemas.reference.charge_tokens import Token, charge_tokens

MOST_CHARGES = 200
HIGHEST_PART = 20
LONGEST_GROUP = 24
"""How many tokens ahead the article of a group of parts and points is looked for."""
_AFTER_PARTS = ("article", "code", "comma", "joint", "stop", "end")
_NO_CHARGES = "other"
"""Codes of procedure and civil law: their articles are grounds for decisions, never charges."""
_CODES = (
    (("процес", "procedure", "исполнит", "упк", "кпк", "уик", "гк", "гпк", "тк", "кас", "гражд", "civil"), _NO_CHARGES),
    (("коап", "административн", "administrative", "cao"), "koap"),
    (("укра", "ukrain"), "uk_ua"),
    (("рсфср", "rsfsr"), "uk_rsfsr"),
    (("днр",), "uk_dnr"),
    (("лнр",), "uk_lnr"),
)
_POINT_LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN_POINTS = {"a": "а", "b": "б", "v": "в", "zh": "ж"}
"""Latin letters that stand for the same point by sound and by place; the others ("c") stay as they are written."""
_ATTEMPTS = {"1": "preparation", "3": "attempt"}
_ROLES = {"2": "perpetrator", "3": "organiser", "4": "instigator", "5": "aider"}


@dataclass(frozen=True, slots=True)
class ParsedCharge:
    """One charge. What the text does not say is None or empty.

    `code`: `uk_rf` (also for "Criminal Code", "CC", «УК» alone), `uk_ua`, `uk_rsfsr`, `uk_dnr`, `uk_lnr`, `koap`.
    `article`: `286.1`; `part`: `5`, `2.1`; `points`: Cyrillic letters. `attempt`: `preparation` (article 30 part 1) or
    `attempt` (part 3); `role`: `perpetrator`, `organiser`, `instigator`, `aider` (article 33 parts 2 to 5).
    """

    code: str | None
    article: str
    part: str | None
    points: tuple[str, ...]
    attempt: str | None
    role: str | None


def parse_charges(text: str) -> tuple[ParsedCharge, ...]:
    """The charges that a Russian, Ukrainian or English text names, in its order; `()` where it names no article.

    `ч. 3 ст. 30, ч. 1 ст. 105 УК РФ` is one charge, an attempt. Articles of the General Part (35, 64, 73) and of the
    procedural code are no charges. Only the first `charge_tokens.LONGEST_TEXT` characters are read.
    """
    return tuple(_charges(_Reader(charge_tokens(text)).mentions()))[:MOST_CHARGES]


@dataclass(slots=True)
class _Mention:
    """An article as the text names it, before articles 30 and 33 are read as what they say of the next one."""

    article: str
    at: int
    segment: int
    parts: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    code: str | None = None


class _Reader:
    """Reads tokens from left to right. Parts and points stand before their article (`ч. 2 ст. 158`) or after it."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._segment = 0
        self._parts: list[str] = []
        self._points: list[str] = []
        self._found: list[_Mention] = []
        self._adjacent = False
        """Whether nothing stands between here and the latest article with its parts."""
        self._listing = not any(token.kind in ("word", "date") for token in tokens)
        """Whether a bare number may be one more article: after an article, or in a text of nothing but numbers."""

    def mentions(self) -> list[_Mention]:
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            getattr(self, f"_read_{token.kind}", self._read_word)(token)
        self._assign_codes()
        return self._found

    def _kind(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._tokens[at].kind if at < len(self._tokens) else "end"

    def _read_article(self, _: Token) -> None:
        if self._kind() == "number":
            token = self._tokens[self._at]
            self._at += 1
            self._open(token.text)

    def _read_number(self, token: Token) -> None:
        follows = self._kind()
        known = token.text in ARTICLES and int(token.text.split(".")[0]) >= FIRST_OF_SPECIAL_PART
        named = follows in ("part", "part_in_brackets", "point") or (
            self._listing and follows not in ("word", "letter", "date", "number")
        )
        if (known and named) or (follows == "code" and (known or "." in token.text)):
            self._open(token.text)
        else:
            self._read_word(token)

    def _read_part(self, _: Token) -> None:
        self._place(self._listed_parts(), [])

    def _read_point(self, token: Token) -> None:
        if self._kind() != "number":
            self._place([], self._listed_points())
        elif token.text.startswith(("пп", "п")):
            self._place([], self._listed_parts())
        else:  # "paragraph 2 of Article 105" is how translations call a part
            self._place(self._listed_parts(), [])

    def _read_part_in_brackets(self, token: Token) -> None:
        if self._adjacent and not self._found[-1].parts:
            self._found[-1].parts.append(token.text)

    def _read_quoted(self, token: Token) -> None:
        if self._adjacent and self._found[-1].parts:
            self._found[-1].points.append(_point(token.text))

    def _read_comma(self, _: Token) -> None:
        self._adjacent = False

    _read_dash = _read_joint = _read_comma

    def _read_stop(self, _: Token) -> None:
        self._adjacent = False
        self._segment += 1
        self._parts, self._points = [], []

    def _read_code(self, _: Token) -> None:
        self._adjacent = False
        self._parts, self._points = [], []

    def _read_word(self, _: Token) -> None:
        self._adjacent = self._listing = False
        self._parts, self._points = [], []

    def _open(self, article: str) -> None:
        mentions = [_Mention(article, self._at, self._segment, [part]) for part in self._parts[1:]]
        first = _Mention(article, self._at, self._segment, self._parts[:1], self._points)
        self._found += [first, *mentions]
        self._parts, self._points = [], []
        self._adjacent = self._listing = True

    def _place(self, parts: list[str], points: list[str]) -> None:
        """Gives parts or points to the latest article, or keeps them for the next one."""
        latest = self._found[-1] if self._found and self._listing else None
        taken = latest is not None and bool(latest.parts if parts else latest.points)
        if latest is None or taken or self._parts or self._points or (self._leads_on() and not self._adjacent):
            self._parts += parts
            self._points += points
            return
        latest.points += points
        latest.parts += parts[:1]
        self._found += [_Mention(latest.article, latest.at, latest.segment, [part]) for part in parts[1:]]

    def _leads_on(self) -> bool:
        """Whether an article, or a part that an article follows, comes next: `п. «а» ч. 2 ст. 158`."""
        for ahead in range(LONGEST_GROUP):
            if self._kind(ahead) not in ("part", "point", "number", "quoted", "letter"):
                return self._kind(ahead) == "article"
        return False

    def _listed_parts(self) -> list[str]:
        parts: list[str] = []
        ranged = False
        while self._kind() == "number" and _is_part(self._tokens[self._at].text):
            parts += _parts_up_to(parts, self._tokens[self._at].text, ranged)
            self._at += 1
            ranged = self._kind() == "dash"
            if not (self._kind() in ("comma", "joint", "dash") and self._is_listed_part()):
                break
            self._at += 1
        return parts

    def _is_listed_part(self) -> bool:
        """Whether the number after a comma is one more part («ч. 1, 3 ст. 222») and counts nothing («2, 3 года»)."""
        following = self._tokens[self._at + 1] if self._kind(1) == "number" else None
        return following is not None and _is_part(following.text) and self._kind(2) in _AFTER_PARTS

    def _listed_points(self) -> list[str]:
        points: list[str] = []
        while self._kind() in ("quoted", "letter", "joint"):
            if self._tokens[self._at].kind != "joint" or not points or self._kind(1) not in ("quoted", "letter"):
                points.append(_point(self._tokens[self._at].text))
            self._at += 1
            if self._kind() == "dash" and self._kind(1) in ("quoted", "letter"):
                points += _points_between(points[-1], _point(self._tokens[self._at + 1].text))
                self._at += 2
            if self._kind() == "comma" and self._kind(1) in ("quoted", "letter", "joint"):
                self._at += 1
        return points

    def _assign_codes(self) -> None:
        """A code speaks for the articles before it; those after the last one are its own too."""
        places = [at for at, token in enumerate(self._tokens) if token.kind == "code"]
        for mention in self._found:
            if places:
                nearest = places[min(bisect_left(places, mention.at), len(places) - 1)]
                mention.code = _code_of(self._tokens[nearest].text)


def _charges(mentions: list[_Mention]) -> Iterator[ParsedCharge]:
    """One charge for every mention of a crime, with what articles 30 and 33 before it (or last in its segment) say."""
    for _, segment in groupby(mentions, key=lambda mention: mention.segment):
        charges: list[ParsedCharge] = []
        attempt: str | None = None
        role: str | None = None
        for mention in segment:
            if _is_general(mention):
                attempt = (_ATTEMPTS.get("".join(mention.parts)) if mention.article == "30" else None) or attempt
                role = (_ROLES.get("".join(mention.parts)) if mention.article == "33" else None) or role
            elif mention.code != _NO_CHARGES:
                charges.append(_charge(mention, attempt, role))
                attempt = role = None
        if len(charges) == 1:
            charges = [replace(charges[0], attempt=charges[0].attempt or attempt, role=charges[0].role or role)]
        yield from charges


def _charge(mention: _Mention, attempt: str | None, role: str | None) -> ParsedCharge:
    part = mention.parts[0] if mention.parts else None
    return ParsedCharge(mention.code, mention.article, part, tuple(dict.fromkeys(mention.points)), attempt, role)


def _is_general(mention: _Mention) -> bool:
    return mention.code in ("uk_rf", None) and int(mention.article.split(".")[0]) < FIRST_OF_SPECIAL_PART


def _is_part(number: str) -> bool:
    return int(number.split(".")[0]) <= HIGHEST_PART


def _parts_up_to(parts: list[str], last: str, ranged: bool) -> list[str]:
    """The part, and those before it where the text gives a range («ч. 1-3»)."""
    if ranged and parts and parts[-1].isdecimal() and last.isdecimal():
        return [str(part) for part in range(int(parts[-1]) + 1, int(last) + 1)]
    return [last]


def _point(text: str) -> str:
    letter, digit = text.rstrip(".1"), ".1" if text.endswith("1") else ""
    return _LATIN_POINTS.get(letter, letter) + digit


def _points_between(first: str, last: str) -> list[str]:
    """The points of «а-г» after the first."""
    if first not in _POINT_LETTERS or last not in _POINT_LETTERS:
        return [last]
    return list(_POINT_LETTERS[_POINT_LETTERS.index(first) + 1 : _POINT_LETTERS.index(last) + 1])


def _code_of(text: str) -> str | None:
    named = next((code for words, code in _CODES if any(word in text for word in words)), None)
    # «КК» is Ukrainian for both countries' codes: alone it names neither.
    return named or (None if text == "кк" else "uk_rf")
