"""What all wire contracts share: unknown fields are refused, text is text that PostgreSQL and browsers can hold."""

import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from schemas.reference.regions import find_region

NAME_CHARS = 300
LINE_CHARS = 1_000
NOTE_CHARS = 20_000
URL_CHARS = 2_000

Kind = Literal["casualty", "case"]
Sex = Literal["male", "female"]


class Contract(BaseModel):
    """A frozen value of the contract; a field it does not know is an error that names the field."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def check_text(text: str) -> str:
    """`text` itself; ValueError for characters no source prints: NUL and other controls, lone surrogates."""
    if text.isprintable():
        return text
    for char in text:
        category = unicodedata.category(char)
        if category == "Cs":
            raise ValueError("holds half of a surrogate pair, which is not text")
        if category == "Cc" and char not in "\n\r\t":
            raise ValueError(f"holds the control character U+{ord(char):04X}")
    return text


def check_url(url: str) -> str:
    """`url` itself; ValueError unless it is an absolute http(s) address with a host."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # half a bracket of an IPv6 address, a port that is none
        sound = False
    if not sound or any(char.isspace() for char in url):
        raise ValueError("must be an absolute http or https address")
    return url


def no_truth(value: object) -> object:
    """`value` itself; ValueError for true and false, which Python would count as 1 and 0."""
    if isinstance(value, bool):
        raise ValueError("must be a number, not true or false")
    return value


def check_region(text: str) -> str:
    """`text` itself; ValueError when no ISO 3166-2 region or country is known under that spelling."""
    if find_region(text) is None:
        raise ValueError(f"unknown region {text[:80]!r}: give an ISO 3166-2 code or a usual name in Russian or English")
    return text


def in_utc(at: datetime) -> datetime:
    """The same time in UTC; ValueError where its offset leads out of the years 1 to 9999."""
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise ValueError("lies, in UTC, outside of the years 1 to 9999") from None


def blank_to_none(value: object) -> object:
    """None for an empty or blank string, which spreadsheets send for 'nothing'."""
    return None if isinstance(value, str) and not value.strip() else value


Line = Annotated[str, StringConstraints(min_length=1, max_length=LINE_CHARS), AfterValidator(check_text)]
Note = Annotated[str, StringConstraints(min_length=1, max_length=NOTE_CHARS), AfterValidator(check_text)]
NameText = Annotated[str, StringConstraints(min_length=1, max_length=NAME_CHARS), AfterValidator(check_text)]
Instant = Annotated[AwareDatetime, AfterValidator(in_utc)]
Url = Annotated[str, StringConstraints(max_length=URL_CHARS), AfterValidator(check_text), AfterValidator(check_url)]
RegionText = Annotated[
    str, StringConstraints(min_length=1, max_length=200), AfterValidator(check_text), AfterValidator(check_region)
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
Optional_ = BeforeValidator(blank_to_none)
Number = BeforeValidator(no_truth)
OptionalLine = Annotated[Line | None, Optional_]


class Place(Contract):
    """A place as reported: the region by code or by any usual spelling, the rest as printed."""

    region: Annotated[RegionText | None, Optional_] = None
    place: OptionalLine = None
