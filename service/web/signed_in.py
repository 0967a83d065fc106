"""The cookie by which a browser is known once it has signed in, and where it goes to do so.

It is read by no script (`HttpOnly`), sent along by no other site (`SameSite=Strict`), and under https bound to this
host and to encrypted connections (`__Host-`, RFC 6265bis).
"""

import re
from typing import Final
from urllib.parse import urlencode

from fastapi import Request, Response

from service.usecases import sessions
from service.usecases.actor import Actor

_NAME: Final = "poimenno_session"
_SECRET: Final = re.compile(r"[0-9A-Za-z_-]{20,100}")
#: A path of our own: no second slash or backslash at its beginning, which browsers read as another host.
_OWN_PATH: Final = re.compile(r"/(?:[0-9A-Za-z][0-9A-Za-z_./~?&=%+:,-]{0,1000})?")


def cookie_name(request: Request) -> str:
    """What the cookie is called here."""
    return f"__Host-{_NAME}" if request.url.scheme == "https" else _NAME


def session_secret(request: Request) -> str | None:
    """What the cookie says, if that may be the secret of a session."""
    said = request.cookies.get(cookie_name(request), "")
    return said if _SECRET.fullmatch(said) else None


async def read_session(request: Request) -> Actor | None:
    """Who signed in with this browser, or None."""
    secret = session_secret(request)
    return await sessions.read_session(request.app.state.db, secret) if secret else None


def set_cookie(request: Request, response: Response, secret: str) -> None:
    """Hand the session to the browser."""
    response.set_cookie(
        cookie_name(request), secret, max_age=int(sessions.LIFETIME.total_seconds()), path="/", httponly=True,
        secure=request.url.scheme == "https", samesite="strict",
    )  # fmt: skip


def drop_cookie(request: Request, response: Response) -> None:
    """Have the browser forget the session."""
    response.delete_cookie(
        cookie_name(request), path="/", httponly=True, secure=request.url.scheme == "https", samesite="strict"
    )


def own_path(text: str) -> str:
    """`text` if it is an address of this site that may be gone on to, else the queue's."""
    return text if _OWN_PATH.fullmatch(text) else "/review"


def sign_in_address(request: Request) -> str:
    """Where to sign in, and come back to what was asked for."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"/sign-in?{urlencode({'next': own_path(asked)})}"
