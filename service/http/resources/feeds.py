"""Atom feeds: what was changed last, all of it or what somebody watches for."""

import hashlib
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from schemas.base import NameText
from schemas.look_up import KindAsked
from service.http.answers import Served, answer_served
from service.http.atom import MEDIA, Head, feed, updated_at
from service.http.auth import Reader
from service.http.parameters import AnyOf, Cursor, Db, Limit
from service.http.route import resource
from service.usecases.read_record import Served as Stored
from service.usecases.read_record import etag_of
from service.usecases.recent_records import RecentPage, recent_records
from service.usecases.watch import read_watch

Regions = Annotated[AnyOf, Query(description="of the home, or of a case's courts: ISO 3166-2 code or usual name")]
Courts = Annotated[AnyOf, Query(description="its code, or its name")]

router: APIRouter = resource("feeds")
_ATOM: dict[int | str, dict[str, Any]] = {200: {"content": {MEDIA: {"schema": {"type": "string"}}}}}


@router.get("/changes.atom", operation_id="watch_changes", response_class=Response, responses=_ATOM)
async def changes(
    request: Request,
    db: Db,
    actor: Reader,
    kind: KindAsked = "any",
    region: Regions = None,
    court: Courts = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """New and changed records for a feed reader, last changed first; each with the address of its record.

    What was withdrawn or merged away is told by its id alone, and only where no region and no court is asked for.
    """
    watch = await read_watch(db, kind=kind, region=region or (), court=court or ())
    page = await recent_records(db, watch=watch, cursor=cursor, limit=limit)
    return _answer(request, page, "Poimenno: new and changed records")


@router.get("/search.atom", operation_id="watch_name", response_class=Response, responses=_ATOM)
async def search(
    request: Request,
    db: Db,
    actor: Reader,
    q: Annotated[NameText, Query(description="a name, in any script and order")],
    kind: KindAsked = "any",
    region: Regions = None,
    court: Courts = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """The records of a name for a feed reader, last changed first: subscribe to hear when somebody of it is listed.

    Unlike a search it has only those whose whole name agrees with the one asked for.
    """
    watch = await read_watch(db, kind=kind, region=region or (), court=court or (), q=q)
    page = await recent_records(db, watch=watch, cursor=cursor, limit=limit)
    return _answer(request, page, f"Poimenno: {q}")


def _answer(request: Request, page: RecentPage, title: str) -> Response:
    base = str(request.base_url).rstrip("/")
    asked = [(name, value) for name, value in request.query_params.multi_items() if name not in ("cursor", "limit")]
    question = hashlib.sha256(repr([request.url.path, sorted(asked)]).encode()).hexdigest()[:16]
    links = {"self": _address(request, base, {}), "first": _address(request, base, {"cursor": None})}
    if page.next:
        links["next"] = _address(request, base, {"cursor": page.next})
    body = feed(Head(page.registry_id, question, title, base, links), page.records)
    served: Served = Stored(body, etag_of(body), updated_at(page.records), 0)
    return answer_served(request, served, media=f"{MEDIA}; charset=utf-8")


def _address(request: Request, base: str, changed: dict[str, str | None]) -> str:
    """The address asked for, with these parameters instead of its own; None takes one away."""
    given = [(name, value) for name, value in request.query_params.multi_items() if name not in changed]
    query = urlencode([*given, *((name, value) for name, value in changed.items() if value is not None)])
    return f"{base}{request.url.path}{'?' + query if query else ''}"
