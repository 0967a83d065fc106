"""Signing in with an API key, and out."""

from typing import Final

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from service.errors import Forbidden, Unauthorized
from service.http.auth import Anyone
from service.http.forms import read_form
from service.http.parameters import Db
from service.usecases.sessions import sign_in, sign_out
from service.web.page import pages
from service.web.rendering import render
from service.web.signed_in import drop_cookie, own_path, session_secret, set_cookie

router = pages()

SCOPE: Final = "review"
_UNKEPT: Final = {"Cache-Control": "no-store"}


@router.get("/sign-in")
async def show_sign_in(request: Request, actor: Anyone, next: str = "") -> Response:
    """The form that takes a key."""
    return render(request, "review/sign_in.html", 200, _UNKEPT, next=own_path(next), wrong="")


@router.post("/sign-in")
async def take_key(request: Request, db: Db, actor: Anyone) -> Response:
    """Begin a session, and go on to the page that was asked for. A key that may not review is told so."""
    form = await read_form(request, "key", "next")
    onward = own_path(form.get("next", ""))
    try:
        key = form.get("key", "").strip()
        secret = await sign_in(db, key=key, scope=SCOPE, earlier=session_secret(request))
    except (Unauthorized, Forbidden) as error:
        status = 401 if isinstance(error, Unauthorized) else 403
        return render(request, "review/sign_in.html", status, _UNKEPT, next=onward, wrong=error.detail)
    answer = RedirectResponse(onward, 303, _UNKEPT)
    set_cookie(request, answer, secret)
    return answer


@router.post("/sign-out")
async def leave(request: Request, db: Db, actor: Anyone) -> Response:
    """End the session."""
    if secret := session_secret(request):
        await sign_out(db, secret=secret)
    answer = RedirectResponse("/", 303, {**_UNKEPT, "Clear-Site-Data": '"cache"'})
    drop_cookie(request, answer)
    return answer
