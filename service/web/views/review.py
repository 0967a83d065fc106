"""The queue for maintainers: one pair at a time, leased to whoever looks at it, and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Path, Request, Response
from fastapi.responses import RedirectResponse

from schemas.base import Kind
from service.errors import Conflict, PoimennoError, Stale, Unprocessable
from service.http.auth import Reviewer
from service.http.forms import read_form
from service.http.parameters import Db
from service.usecases.decide_suggestion import decide, release, undo_decision
from service.usecases.review_pairs import count_left, list_decisions, next_pair, read_pair, undo_last
from service.web.page import pages
from service.web.record.sheet import sheet_of
from service.web.record_route import version_in
from service.web.rendering import is_fragment, render
from service.web.review.letters import aligned
from service.web.review.sides import lines_of, moved
from service.web.review.waterfall import waterfall
from service.web.words import language_of

router = pages()

KINDS: Final[tuple[Kind, ...]] = ("casualty", "case")
LEAST: Final = ("", "0.25", "0.5", "0.75", "0.9")
DECISIONS: Final = ("same", "different", "unsure")
_UNKEPT: Final = {"Cache-Control": "no-store"}
_FIELDS: Final = ("decision", "reason", "left", "right", "after", "kind", "least")
_LONGEST_REASON: Final = 1_000

SuggestionId = Annotated[str, Path(pattern=r"^sug-[0-9a-z]{4,40}$")]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the queue a reviewer goes through, and after which pair it goes on."""

    kind: str
    least: str
    after: str

    @property
    def filters(self) -> dict[str, Any]:
        """As use cases take it."""
        return {"kind": self.kind or None, "min_score": float(self.least or 0)}

    def address(self, path: str = "/review", after: str | None = None) -> str:
        """A page with the same filters, by default from the same place."""
        said = {"kind": self.kind, "least": self.least, "after": self.after if after is None else after}
        query = urlencode({name: value for name, value in said.items() if value})
        return f"{path}?{query}" if query else path


def asked_for(given: Mapping[str, str]) -> Asked:
    """What stands in a link or a form; a filter that there is none of is passed over."""
    kind, least = given.get("kind", ""), given.get("least", "")
    return Asked(kind if kind in KINDS else "", least if least in LEAST else "", given.get("after", "")[:500])


@router.get("/review")
async def show_queue(request: Request, db: Db, actor: Reviewer) -> Response:
    """The next pair, leased to who asks; a script asks for that alone, to have it ready."""
    asked = asked_for(request.query_params)
    pair = await next_pair(db, **asked.filters, after=asked.after or None, actor=actor)
    return await _answer(request, db, pair, asked)


@router.get("/review/left")
async def show_left(request: Request, db: Db, actor: Reviewer) -> Response:
    """What is left and who decided how much, for the script to put in place."""
    asked = asked_for(request.query_params)
    counts = await count_left(db, **asked.filters)
    return render(request, "review/left.html", 200, _UNKEPT, counts=counts, asked=asked)


@router.get("/review/decisions")
async def show_decisions(request: Request, db: Db, actor: Reviewer, by: str = "", after: str = "") -> Response:
    """What was decided, the latest first: one's own, or everybody's."""
    own = by == "me"
    found = await list_decisions(db, by=actor.account if own else None, cursor=after or None)
    return render(request, "review/decisions.html", 200, _UNKEPT, found=found, own=own)


@router.get("/review/pairs/{id}")
async def show_pair(request: Request, id: SuggestionId, db: Db, actor: Reviewer) -> Response:
    """One pair, whatever became of it."""
    return await _answer(request, db, await read_pair(db, id=id, actor=actor), asked_for(request.query_params))


@router.post("/review/pairs/{id}")
async def take_decision(request: Request, id: SuggestionId, db: Db, actor: Reviewer) -> Response:
    """Decide a pair or skip it, and go on. What stands against it is told with the pair as it is now."""
    form = await read_form(request, *_FIELDS)
    asked, decision = asked_for(form), form.get("decision", "")
    seen = {side: _version(form, side) for side in ("left", "right")}
    try:
        if decision == "skip":
            await release(db, ids=[id], actor=actor)
        elif decision in DECISIONS:
            await decide(db, id=id, decision=decision, reason=_reason(form), versions=seen, actor=actor)
        else:
            raise Unprocessable("Say same, different, unsure or skip.")
    except (Stale, Conflict) as error:
        return await _refused(request, db, id, actor, asked, error, seen)
    return Response(status_code=204) if is_fragment(request) else RedirectResponse(asked.address(), 303, _UNKEPT)


@router.post("/review/undo")
async def undo(request: Request, db: Db, actor: Reviewer) -> Response:
    """Take back a decision, or the reviewer's last one, and show its pair again."""
    form = await read_form(request, "suggestion", "after", "kind", "least")
    suggestion = form.get("suggestion") or await undo_last(db, actor=actor)
    if "suggestion" in form:
        await undo_decision(db, id=suggestion, actor=actor)
    return RedirectResponse(asked_for(form).address(f"/review/pairs/{suggestion}"), 303, _UNKEPT)


def _version(form: Mapping[str, str], side: str) -> int:
    found = version_in(form.get(side, ""))
    if found is None and form.get("decision") != "skip":
        raise Unprocessable("The form does not say which versions it is about.")
    return found or 0


def _reason(form: Mapping[str, str]) -> str | None:
    reason = form.get("reason", "").strip()
    if len(reason) > _LONGEST_REASON or not reason.isprintable():
        raise Unprocessable(f"A reason is one line of at most {_LONGEST_REASON} characters.")
    return reason or None


async def _refused(
    request: Request, db: Any, id_: str, actor: Any, asked: Asked, error: PoimennoError, seen: Mapping[str, int]
) -> Response:
    """The pair as it stands, with what has moved since it was read, or what else forbids the decision."""
    pair = await read_pair(db, id=id_, actor=actor)
    stale = isinstance(error, Stale)
    trouble = {"why": None if stale else error.detail, "moved": moved(seen, pair) if stale else []}
    status = 412 if stale else 409
    if is_fragment(request):
        address = asked.address(f"/review/pairs/{id_}")
        return render(request, "review/trouble.html", status, _UNKEPT, trouble=trouble, address=address)
    return await _answer(request, db, pair, asked, status, trouble)


async def _answer(
    request: Request, db: Any, pair: Mapping[str, Any] | None, asked: Asked, status: int = 200,
    trouble: Mapping[str, Any] | None = None,
) -> Response:  # fmt: skip
    shown: dict[str, Any] = {"pair": pair, "asked": asked, **_laid_out(request, pair)}
    if is_fragment(request):
        return render(request, "review/pair.html", status, _UNKEPT, **shown)
    counts = await count_left(db, **asked.filters)
    more = {"counts": counts, "trouble": trouble, "kinds": KINDS, "least": LEAST}
    return render(request, "review/page.html", status, _UNKEPT, **shown, **more)


def _laid_out(request: Request, pair: Mapping[str, Any] | None) -> dict[str, Any]:
    """The pair as its page shows it: both names letter by letter, row by row, the weights as bars."""
    if pair is None:
        return {}
    language = language_of(request)
    left, right = (sheet_of(pair[side], language) for side in ("left", "right"))
    merged = sheet_of(pair["merged"], language) if pair["merged"] else None
    return {
        "left": left, "right": right, "merged": merged, "columns": aligned(left.name, right.name),
        "lines": lines_of(left, right, merged, language), "bars": waterfall(pair["explanation"], language),
    }  # fmt: skip
