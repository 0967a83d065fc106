"""The one kind of page route: who may look, what a form may come from, and errors told to people as pages.

Pages follow the rules of every route (`service.http.route.Door`) but two: an unknown parameter is passed over, as links
get some on their way through mail and social networks; and an error is a page for whoever accepts HTML. A program that
doesn't say so gets the problem document, here as everywhere.
"""

from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from starlette.types import Scope

from service.errors import Forbidden, Replay, Unauthorized
from service.http.problems import answer_to
from service.http.route import Door, Endpoint
from service.usecases.actor import Actor
from service.web.rendering import is_fragment, render
from service.web.signed_in import read_session, sign_in_address

_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml")
_OWN: Final = ("same-origin", "none")


class Page(Door):
    """A route that answers with a page."""

    async def let_in(self, request: Request) -> Actor | None:
        """Who asks: by the key that came along, or signed in with one before. A session that ended is nobody's.

        Raises as `admit` does.
        """
        actor = None
        if self.needs != "open" and "authorization" not in request.headers:
            actor = await read_session(request)
        if actor is None:
            return await super().let_in(request)
        if not actor.may(self.needs):
            raise Forbidden(f"This needs a key with the scope `{self.needs}`.")
        return actor

    def check_asked(self, request: Request, known: dict[str, bool]) -> None:
        """Anything may stand in a link; what a page does not know, it passes over."""

    def get_route_handler(self) -> Endpoint:
        """The route's own, behind the check of a form's origin and before the page of an error."""
        inner = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                refuse_foreign_form(request)
                return await inner(request)
            except (ClientDisconnect, Replay):
                raise
            except Exception as error:
                if not accepts_pages(request):
                    raise
                if isinstance(error, Unauthorized) and self._asks_to_sign_in(request):
                    return RedirectResponse(sign_in_address(request), 303)
                return error_page(request, error)

        return answer

    def _asks_to_sign_in(self, request: Request) -> bool:
        """Whether the page is nobody's without a key, and was asked for as a whole, so that it may come later."""
        whole = request.method == "GET" and not is_fragment(request)
        return whole and self.needs in ("submit", "review", "admin")


class Shared(Page):
    """A page at an address where programs find something of their own: it is there for who accepts pages alone."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether this route answers."""
        here = scope["type"] == "http" and accepts_pages(Request(scope))
        return super().matches(scope) if here else (Match.NONE, {})


def pages(route_class: type[Page] = Page) -> APIRouter:
    """A router whose routes are all `Page`s, which the API's documentation leaves out."""
    return APIRouter(route_class=route_class, include_in_schema=False)


def accepts_pages(request: Request) -> bool:
    """Whether the asker names HTML among what it takes, as every browser does, or is the script of a page."""
    accepted = request.headers.get("accept", "").lower()
    return "hx-request" in request.headers or any(media in accepted for media in _PAGE_TYPES)


def refuse_foreign_form(request: Request) -> None:
    """Raise Forbidden for a form that another site sent: `Sec-Fetch-Site` tells, in older browsers `Origin`.

    What is sent without either comes from no browser, and has nobody's session.
    """
    if request.method in ("GET", "HEAD"):
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    foreign = site not in _OWN if site else origin not in (None, "null") and _host(origin) != request.url.netloc
    if foreign:
        raise Forbidden("This form was sent from another site.")


def _host(origin: str | None) -> str:
    return urlsplit(origin or "").netloc


def error_page(request: Request, error: Exception) -> Response:
    """The page of an error: what the problem document would say, in a person's words."""
    answer = answer_to(error, request.url.path)
    headers = {name: value for name, value in answer.headers.items() if name != "WWW-Authenticate"}
    headers["Cache-Control"] = answer.headers.get("Cache-Control", "no-store")
    template = "gone.html" if answer.status == 410 else "error.html"
    return render(request, template, answer.status, headers, problem=answer.members)
