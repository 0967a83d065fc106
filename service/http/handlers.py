"""How FastAPI is told to answer what was raised."""

from fastapi import Request, Response
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException

from service.errors import Replay
from service.http.answers import answer
from service.http.problems import answer_to


async def on_error(request: Request, error: Exception) -> Response:
    """The problem document of an error."""
    response = answer_to(error, request.url.path).response()
    if isinstance(error, HTTPException) and error.status_code == 405:
        response.headers["Allow"] = ", ".join(allowed_methods(request))
    return response


async def on_replay(request: Request, error: Exception) -> Response:
    """The first answer to a keyed request, again."""
    assert isinstance(error, Replay)
    return answer(error.body, error.status, {"Idempotent-Replayed": "true"})


def allowed_methods(request: Request) -> list[str]:
    """Every method that some route takes at the request's path (FastAPI names only the first route's)."""
    methods: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        if route.methods and route.path_regex.match(request.scope["path"]):
            methods |= route.methods
    return sorted(methods | {"HEAD"} if "GET" in methods else methods)
