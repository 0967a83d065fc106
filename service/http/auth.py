"""Who asks: `Authorization: Bearer pmn_…`, and the one way in which a route says what scope it needs.

A route declares `requires("submit")` on one of its parameters; `service.http.route.Door` refuses to be built without,
authenticates before anything of the body is read, and hands the actor in.
"""

from typing import Annotated, Final, Literal

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer
from fastapi.params import Depends as Dependency
from fastapi.security.base import SecurityBase

from service.errors import Forbidden, Unauthorized
from service.usecases.actor import Actor
from service.usecases.keys import authenticate

Scope = Literal["open", "read", "submit", "review", "admin"]
KEY_PREFIX: Final = "pmn_"


class Requirement(SecurityBase):
    """What a route needs: `open` nothing at all, `read` a key unless `PUBLIC_READ`, the others a key that may."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.model = HTTPBearer(description="An API key: `Authorization: Bearer pmn_…`")
        self.scheme_name = "key"

    async def __call__(self, request: Request) -> Actor | None:
        """The actor whom `admit` let in."""
        actor: Actor | None = request.state.actor
        return actor


def requires(scope: Scope) -> Dependency:
    """The declaration of a route's scope, and its way to the actor."""
    dependency: Dependency = Depends(Requirement(scope))
    return dependency


Anyone = Annotated[Actor | None, requires("open")]
Reader = Annotated[Actor | None, requires("read")]
Submitter = Annotated[Actor, requires("submit")]
Reviewer = Annotated[Actor, requires("review")]
Administrator = Annotated[Actor, requires("admin")]


async def admit(request: Request, scope: Scope) -> Actor | None:
    """The actor behind the request's key, or None where no key is needed and none was sent.

    Raises Unauthorized for a missing, malformed, unknown or revoked key (also where none was needed: whoever sends one
    means to be known), Forbidden when the key lacks `scope`.
    """
    header = request.headers.get("authorization")
    if header is None:
        if scope == "open" or (scope == "read" and request.app.state.settings.public_read):
            return None
        raise Unauthorized
    actor = await authenticate(request.app.state.db, bearer_token(header))
    if scope != "open" and not actor.may(scope):
        raise Forbidden(f"This needs a key with the scope `{scope}`.")
    return actor


def bearer_token(header: str) -> str:
    """The key of an `Authorization` header (RFC 6750); Unauthorized for another scheme or shape."""
    scheme, _, token = header.strip().partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token.startswith(KEY_PREFIX) or not token.isascii() or len(token) > 200:
        raise Unauthorized
    return token


def is_reviewer(actor: Actor | None) -> bool:
    """Whether the actor may see what waits for review."""
    return actor is not None and actor.may("review")
