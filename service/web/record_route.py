"""The addresses of a record's pages: `/casualties/{id}` and `/cases/{id}`, and what lies below them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Final, TypeVar

from fastapi import APIRouter, Depends, Path, Request

from schemas.base import Kind
from service.errors import Unprocessable

KINDS: Final[dict[str, Kind]] = {"casualties": "casualty", "cases": "case"}
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


async def _kind(request: Request) -> Kind:
    return KINDS[request.url.path.split("/")[1]]


KindOf = Annotated[Kind, Depends(_kind)]
RecordId = Annotated[str, Path(pattern=r"^(cas|case)-[0-9a-z]{4,40}$")]


def record_page(router: APIRouter, below: str = "", method: str = "GET") -> Callable[[Endpoint], Endpoint]:
    """A route for records of both kinds; its endpoint takes `kind: KindOf` and `id: RecordId`."""

    def add(endpoint: Endpoint) -> Endpoint:
        for plural in KINDS:
            router.add_api_route(f"/{plural}/{{id}}{below}", endpoint, methods=[method])
        return endpoint

    return add


def version_in(text: str) -> int | None:
    """The number of a version, None where none is given. Raises Unprocessable for anything else."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text[:12]) < 2**31):
        raise Unprocessable("A version is a number: 1, 2, 3 …")
    return int(text)


def end_of_day(text: str) -> datetime | None:
    """The last moment of a day in UTC, or the very time where one is given. Raises Unprocessable."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text) if "T" in text else datetime.combine(date.fromisoformat(text), time.max)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unprocessable("Give the day as year, month and day: 2024-06-01.") from None
