"""The one kind of route: who may come in, what it may be asked, and its body, are checked the same way everywhere."""

from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, get_args, get_origin

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute

from schemas.problem import MAX_ERRORS, pointer
from service.errors import FieldError, Unprocessable
from service.http.auth import Requirement, Scope, admit
from service.http.body import read_request
from service.usecases.actor import Actor

Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]


class Door(APIRoute):
    """A route that declares its scope (or can't be built), refuses parameters it does not know, and reads strictly.

    The order is: key, parameters, body; so that nobody without a key makes us read 16 MB.
    """

    @property
    def needs(self) -> Scope:
        """The scope that the route declares; TypeError when it declares none."""
        found = [one.call.scope for one in _all(self.dependant) if isinstance(one.call, Requirement)]
        if len(found) != 1:
            raise TypeError(f"{self.path} has to declare one scope with `requires`, and declares {len(found)}")
        return found[0]

    async def let_in(self, request: Request) -> Actor | None:
        """Who asks, by the key that came along. Raises as `admit` does."""
        return await admit(request, self.needs)

    def check_asked(self, request: Request, known: dict[str, bool]) -> None:
        """Refuse what can't be asked here: `known` are the parameters, and whether each may be repeated."""
        check_query(request, known)

    def get_route_handler(self) -> Endpoint:
        """FastAPI's own, behind the checks."""
        inner = super().get_route_handler()
        assert self.needs  # a route without a scope can't be built
        repeatable = query_parameters(self.dependant)
        has_body = not (self.methods or set()) <= {"GET", "DELETE"}
        as_json = self.body_field is not None

        async def answer(request: Request) -> Response:
            request.state.actor = await self.let_in(request)
            self.check_asked(request, repeatable)
            return await inner(await read_request(request, as_json=as_json) if has_body else request)

        return answer


def _all(dependant: Dependant) -> list[Dependant]:
    return [dependant, *(inner for one in dependant.dependencies for inner in _all(one))]


def query_parameters(dependant: Dependant) -> dict[str, bool]:
    """The names of a route's query parameters, and whether each may be given more than once."""
    fields = [one for one in get_flat_params(dependant) if isinstance(one.field_info, Query)]
    return {one.alias: _is_list(one.field_info.annotation) for one in fields}


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(_is_list(one) for one in get_args(annotation))


def check_query(request: Request, known: dict[str, bool]) -> None:
    """Raise Unprocessable for a parameter that the route lacks, that stands twice and may not, or that holds NUL."""
    if not request.scope["query_string"]:
        return
    given = request.query_params.multi_items()
    wrong = dict(_wrong(given, known))
    if wrong:
        name, detail = next(iter(wrong.items()))
        can = f"known are {', '.join(sorted(known))}" if known else "there are none here"
        errors = [FieldError(pointer(("query", name[:80])), detail) for name, detail in wrong.items()]
        raise Unprocessable(f"{name[:80]}: {detail}; {can}", errors=errors[:MAX_ERRORS])


def _wrong(given: list[tuple[str, str]], known: dict[str, bool]) -> Iterator[tuple[str, str]]:
    times = Counter(name for name, _ in given)
    for name, value in given:
        if name not in known:
            yield name, "unknown parameter"
        elif times[name] > 1 and not known[name]:
            yield name, "given more than once"
        elif "\0" in value:
            yield name, "holds the character U+0000"


def resource(tag: str, prefix: str = "/v1") -> APIRouter:
    """A router whose routes are all `Door`s, listed under `tag` in the documentation."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=Door)
