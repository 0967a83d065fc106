"""The look-up: one box that takes any script, and what the registry answers.

What is asked is answered and forgotten: neither caches nor the log keep it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request, Response

from schemas.look_up import KindAsked
from schemas.reference.regions import REGIONS, find_region, region_name
from service.errors import PoimennoError, Unprocessable
from service.http.auth import Reader
from service.http.parameters import Db
from service.registry.words import compared, say_one, verdict_in
from service.usecases.asked_facts import read_facts
from service.usecases.look_up import match
from service.web.marks import Piece, marked
from service.web.page import Shared, pages
from service.web.record.lines import line_of
from service.web.rendering import is_fragment, render
from service.web.words import Language, language_of

router = pages(Shared)

SHOWN: Final = 20
KINDS: Final[tuple[KindAsked, ...]] = ("any", "casualty", "case")
_UNKEPT: Final = {"Cache-Control": "no-store"}
_PRIOR: Final = "prior"


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: its names with what agrees marked, what tells it from others, and why it was found."""

    id: str
    kind: str
    name: Sequence[Piece]
    latin: Sequence[Piece]
    score: float
    line: Sequence[str]
    why: Sequence[str]
    independent_sources: int


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: the key of the verdict in words, how many namesakes, the records, and the sources that were read."""

    verdict: str
    namesakes: int
    hits: Sequence[Hit]
    sources: Sequence[Mapping[str, Any]]


@router.get("/")
async def look_up(
    request: Request, db: Db, actor: Reader, q: str = "", kind: str = "any", region: str = "", born: str = ""
) -> Response:
    """The box, and below it the records of the name asked for; a script asks for those alone."""
    given = {"name": q, "region": region, "born": born}
    asked_kind: KindAsked = next((one for one in KINDS if one == kind), "any")
    query, wrong = read_facts(given)
    language = language_of(request)
    found: Found | None = None
    if query.get("name"):
        try:
            found = await _find(db, {**query, "kind": asked_kind}, language)
        except Unprocessable as error:
            wrong = {**wrong, "name": error.detail}
    given["kind"] = asked_kind
    shown = {"given": given, "wrong": wrong, "found": found}
    if is_fragment(request):
        return render(request, "look_up/answer.html", 200, {**_UNKEPT, "HX-Replace-Url": _address(given)}, **shown)
    regions = sorted(region_name(code, language.code) for code in REGIONS)
    status = 422 if wrong else 200
    return render(request, "look_up/page.html", status, _UNKEPT, kinds=KINDS, regions=regions, **shown)


def _address(given: Mapping[str, str]) -> str:
    """The address to share: what was asked, without what was left open."""
    said = {"q": given["name"], **given}
    asked = [(name, said[name]) for name in ("q", "kind", "region", "born") if said[name] not in ("", "any")]
    return f"/?{urlencode(asked)}" if asked else "/"


async def _find(db: Any, query: Mapping[str, str], language: Language) -> Found:
    """Ask the registry. Raises Unprocessable for a name that says too little."""
    code = find_region(query["region"]) if "region" in query else None
    asked = {**query, "region": code} if code else query
    answer = await match(db, queries={"q": asked}, limit=SHOWN, explain=True, summarise=dict)
    result = answer["results"]["q"]
    if "problem" in result:
        raise _about_name(result["problem"])
    hits = [_hit(one, language) for one in result["candidates"]]
    return Found(verdict_in(result), result["namesakes"], hits, answer["coverage"]["sources"])


def _about_name(problem: PoimennoError) -> PoimennoError:
    """What is wrong, without the pointer into a body that nobody sent."""
    errors = getattr(problem, "errors", ())
    return Unprocessable(errors[0].detail) if errors else problem


def _hit(candidate: Mapping[str, Any], language: Language) -> Hit:
    steps = [one for one in candidate["explanation"] if one["feature"] != _PRIOR]
    document = candidate["summary"]
    name, latin = candidate["display_name"], candidate["display_name_latin"]
    return Hit(
        id=candidate["id"],
        kind=candidate["kind"],
        name=marked(name or latin or language.say("record.unnamed"), steps),
        latin=marked(latin, steps) if name and latin and latin != name else (),
        score=candidate["score"],
        line=line_of(document, language),
        why=[say_one(compared(one), language.look_up) for one in steps],
        independent_sources=document["evidence"]["independent_sources"],
    )
