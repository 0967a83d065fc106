"""Records of both kinds: what is the same for casualties and cases. `casualties` and `cases` add their own lists."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path

from schemas.base import Kind
from service.http.resources.record_changes import add_changes
from service.http.resources.record_history import add_history
from service.http.resources.record_reading import add_reading
from service.http.route import resource

PLURALS: Final[dict[Kind, str]] = {"casualty": "casualties", "case": "cases"}
_PREFIXES: Final[dict[Kind, str]] = {"casualty": "cas", "case": "case"}


def record_path(kind: Kind) -> Any:
    """The type of a path parameter that holds the id of a record of `kind`."""
    pattern = rf"^{_PREFIXES[kind]}-[0-9a-z]{{4,40}}$"
    return Annotated[str, Path(pattern=pattern, description=f"id of the {kind}, `{_PREFIXES[kind]}-…`")]


def record_router(kind: Kind, model: type) -> APIRouter:
    """Reading, history and changes of one kind of record; `model` describes its document."""
    plural = PLURALS[kind]
    router = resource(plural, f"/v1/{plural}")
    id_type = record_path(kind)
    add_reading(router, kind, id_type, model)
    add_history(router, kind, id_type, model)
    add_changes(router, kind, id_type, model)
    return router
