"""Parameters that many routes share: ids, pages, times; and the database, which the doors only pass on."""

import re
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, StringConstraints

from schemas.base import RegionText, in_utc
from schemas.dates import EdtfDate
from schemas.reference.regions import find_region

MAX_LIMIT: Final = 1_000
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")


async def _database(request: Request) -> Any:
    return request.app.state.db


async def _reach(request: Request) -> Any:
    return request.app.state.reach


# Any: the doors import nothing of storage, and pass the database on to a use case without touching it.
Db = Annotated[Any, Depends(_database)]
# What webhooks may be sent to, passed on likewise.
Reaching = Annotated[Any, Depends(_reach)]


def _instant(text: object) -> object:
    if not isinstance(text, str) or not _RFC3339.fullmatch(text):
        raise ValueError("not an RFC 3339 time such as 2024-06-01T00:00:00Z (write `+` as `%2B`)")
    return text


def _id(prefix: str, what: str) -> Any:
    return Path(pattern=rf"^{prefix}-[0-9a-z]{{4,40}}$", description=f"id of the {what}, `{prefix}-…`")


Instant = Annotated[AwareDatetime, BeforeValidator(_instant), AfterValidator(in_utc)]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="items per page")]
Cursor = Annotated[
    str | None, Query(min_length=1, max_length=2_000, description="`next` of the page before; absent: the first page")
]
Count = Annotated[bool, Query(description="`total` is counted as well, which takes longer")]
VersionNumber = Annotated[int, Path(ge=1, le=2**31 - 1, description="1, 2, 3 …")]
Date = Annotated[EdtfDate | None, Query(description="EDTF (ISO 8601-2) level 0–1, e.g. 2022, 2022-11, 2022-11-24")]
Since = Annotated[Instant | None, Query(description="RFC 3339 time of the last change, or later")]
NeedsReview = Annotated[bool | None, Query(description="whether a maintainer should look at it; for reviewers")]
AnyOf = Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=300)]] | None, Query()]
SlugPath = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$", description="its slug")]
Why = Annotated[str | None, Query(min_length=1, max_length=1_000, alias="reason", description="kept in the history")]

RecordId = Annotated[str, StringConstraints(pattern=r"^(cas|case)-[0-9a-z]{4,40}$")]

ReportPath = Annotated[str, _id("rep", "report")]
DocumentPath = Annotated[str, _id("doc", "document")]
MergePath = Annotated[str, _id("mrg", "merge")]
SplitPath = Annotated[str, _id("spl", "split")]
LinkPath = Annotated[str, _id("lnk", "link")]
SuggestionPath = Annotated[str, _id("sug", "suggestion")]
RequestPath = Annotated[str, _id("req", "request")]
WebhookPath = Annotated[str, _id("whk", "webhook")]
KeyPath = Annotated[str, _id("key", "API key")]


def any_of(*words: str, but: str = "") -> Any:
    """A parameter that takes some of these words."""
    return Query(description=f"any of {', '.join(words)}" + f"; {but}" * bool(but))


def region_code(text: str) -> str:
    """The ISO 3166-2 code of a region that was checked to be known."""
    return find_region(text) or text


Region = Annotated[RegionText, StringConstraints(max_length=200)]


def filters(**given: object) -> dict[str, str | list[str]]:
    """The filters that were given, as text."""
    return {name: _text(value) for name, value in given.items() if value is not None and value != []}


def _text(value: object) -> str | list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, datetime) else str(value)
