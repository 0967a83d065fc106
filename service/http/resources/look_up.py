"""Who is in the registry: any script, any romanisation, any order, initials, a typo.

Look-ups are answered for the public on public documents alone, are never stored, and their names are never logged.
"""

from typing import Annotated

from fastapi import Query, Request, Response

from schemas.base import NameText
from schemas.look_up import KindAsked, MatchAnswer, MatchRequest, SearchAnswer
from service.errors import Unprocessable
from service.http.answers import answer
from service.http.auth import Reader
from service.http.parameters import Date, Db, Limit, Region, region_code
from service.http.route import resource
from service.usecases import look_up

router = resource("look-up")


@router.get("/search", operation_id="search", response_model=SearchAnswer)
async def search(
    db: Db,
    actor: Reader,
    q: Annotated[NameText, Query(description="a name, in any script and order")],
    kind: KindAsked = "any",
    region: Annotated[Region | None, Query(description="ISO 3166-2 code or a usual name")] = None,
    born: Date = None,
    limit: Limit = 20,
) -> Response:
    """Find a person by name. Items are shaped like a match's candidates, best first."""
    code = region_code(region) if region else None
    try:
        found = await look_up.search(db, q=q, kind=kind, region=code, born=born, limit=limit)
    except Unprocessable as error:  # of the name: the other parameters were checked
        raise Unprocessable.at("/query/q", error.errors[0].detail) from error
    return answer(found)


@router.post("/match", operation_id="match", response_model=MatchAnswer)
async def match(request: Request, body: MatchRequest, db: Db, actor: Reader) -> Response:
    """Ask for up to 500 people at once; each is answered by a verdict and candidates with reasons.

    A malformed query is answered by a problem in its own place. The answer names the sources that were read, as a
    "not listed" says no more than they do.
    """
    found = await look_up.match(db, queries=body.queries, limit=body.limit, explain=body.explain)
    return answer(found, path=request.url.path)
