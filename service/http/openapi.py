"""The OpenAPI document: FastAPI's, with keys, problem answers, headers and an example on every operation."""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import RouteContext, iter_route_contexts
from pydantic.json_schema import models_json_schema

from schemas.exports.sheet import MEDIA
from schemas.problem import FieldProblem, Problem
from schemas.reconcile import BATCH_QUERIES
from schemas.report import BATCH_REPORTS, CaseReport, CasualtyReport
from service.http.auth import Scope
from service.http.body import NDJSON
from service.http.examples import EXAMPLES
from service.http.examples.example import Example
from service.http.forms import FORM
from service.http.problem_examples import problem_example
from service.http.route import Door
from service.http.sheets import MULTIPART
from service.version import VERSION

DESCRIPTION: Final = """
A registry of named killed soldiers and of criminal cases, every fact with its source.

Errors are problem documents (RFC 9457); `errors[].pointer` is a JSON Pointer into the body, or `/query/…`,
`/header/…`. Lists are paged by `cursor`. Dates are EDTF (ISO 8601-2), regions ISO 3166-2, durations ISO 8601.
Changes of a record name in `If-Match` the version they were made from; a POST with an `Idempotency-Key` is carried
out once.
"""
_SCHEMA: Final = "#/components/schemas/"
_REPORT_REF: Final = _SCHEMA + "Report-{model}"
_MORE_STATUSES: Final[dict[str, set[int]]] = {
    "read_reconciliation": {400, 403, 413}, "flyout": {410}, "preview_record": {404, 410},
    "check_sheet": {429},
}  # fmt: skip
_REDIRECTED: Final = {f"{verb}{kind}{of}" for kind in ("casualty", "case")
                      for verb, of in (("read_", ""), ("cite_", ""), ("read_", "_entity"))}  # fmt: skip
_UNUSED: Final = ("HTTPValidationError", "ValidationError")


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """The document of an application's routes, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _make(app)
    return app.openapi_schema


def _make(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=VERSION, description=DESCRIPTION, routes=app.routes)
    schemas = document["components"]["schemas"]
    for name in _UNUSED:
        schemas.pop(name, None)
    schemas |= _schemas_of_problems() | _schemas_of_reports()
    public = app.state.settings.public_read
    for operation, route in _operations(document, app):
        _describe(operation, route, public=public)
    return document


def _operations(document: dict[str, Any], app: FastAPI) -> Iterator[tuple[dict[str, Any], RouteContext]]:
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, Door) and route.include_in_schema:
            for method in route.methods or ():
                yield document["paths"][route.path_format][method.lower()], route


def _describe(operation: dict[str, Any], route: RouteContext, *, public: bool) -> None:
    scope: Scope = route.original_route.needs  # type: ignore[attr-defined]  # `_operations` yields Doors only
    if scope == "open":
        operation.pop("security", None)
    else:
        operation["security"] = [{"key": [scope]}, *([{}] if scope == "read" and public else [])]
    if operation["operationId"] in _BODIES:
        operation["requestBody"] = _BODIES[operation["operationId"]]()
    example = EXAMPLES[operation["operationId"]]
    _put_examples(operation, example)
    for status in sorted(_statuses(operation, scope)):
        operation["responses"][str(status)] = problem_example(status, _filled(str(route.path_format), example))
    _put_redirects(operation)
    if operation["operationId"].startswith("export_"):
        _put_parts(operation, problem_example(416, _filled(str(route.path_format), example)))


def _filled(path: str, example: Example) -> str:
    return path.format_map({name: str(value) for name, value in example.parameters.items()})


def _put_examples(operation: dict[str, Any], example: Example) -> None:
    for parameter in operation.get("parameters", []):
        if parameter["name"] in example.parameters:
            parameter["example"] = example.parameters[parameter["name"]]
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        content["example"] = example.other_requests.get(media, example.request)
    success = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    success["description"] = "Done" if "requestBody" in operation else "Found"
    if example.media is not None:
        given = success.get("content", {})
        schema = given.pop("application/json", {}).get("schema", {"type": "string"})
        success["content"] = {**given, example.media: {"schema": schema}}
    for media, content in success["content"].items():
        if example.media in (None, media):
            content["example"] = example.response
        elif media in example.other_responses:
            content["example"] = example.other_responses[media]


def _statuses(operation: dict[str, Any], scope: Scope) -> set[int]:
    """The problems that an operation of this shape may answer, besides those that any request may meet."""
    parameters = operation.get("parameters", [])
    headers = {one["name"] for one in parameters if one["in"] == "header"}
    found = {422, 500, 503}
    found |= {401, 403} if scope != "open" else {401}
    if "requestBody" in operation:
        found |= {400, 413, 415}
    if any(one["in"] == "path" for one in parameters) or operation["tags"][0] in ("merges", "links"):
        found.add(404)
    if "Idempotency-Key" in headers or operation["operationId"].startswith("undo_"):
        found.add(409)
    if "If-Match" in headers:
        found |= {400, 409, 410, 412, 428}
    if operation["operationId"] == "decide_suggestion":
        found.add(412)
    found |= _MORE_STATUSES.get(operation["operationId"], set())
    if operation["tags"][0] in ("casualties", "cases") and 404 in found:
        found.add(410)
    return found


def _put_redirects(operation: dict[str, Any]) -> None:
    if operation["operationId"] in _REDIRECTED:
        location = {"description": "the surviving record", "schema": {"type": "string"}}
        operation["responses"]["308"] = {"description": "Merged into another record", "headers": {"Location": location}}
    if operation["operationId"] in ("read_casualty", "read_case", "watch_changes", "watch_name"):
        operation["responses"]["304"] = {"description": "You hold these bytes already (`If-None-Match`)"}
        tag = {"description": "strong tag of these bytes", "schema": {"type": "string"}}
        operation["responses"]["200"]["headers"] = {"ETag": tag}


def _put_parts(operation: dict[str, Any], problem: dict[str, Any]) -> None:
    """What a download may be answered besides the whole."""
    success = operation["responses"]["200"]
    for name, about in (("Poimenno-Cursor", "the feed's cursor of that moment"), ("ETag", "strong tag of the file")):
        success.setdefault("headers", {})[name] = {"description": about, "schema": {"type": "string"}}
    operation["responses"]["206"] = {**success, "description": "The part asked for (`Range`)"}
    operation["responses"]["304"] = {"description": "You hold this file already (`If-None-Match`)"}
    operation["responses"]["416"] = problem


def _schemas_of_problems() -> dict[str, Any]:
    _, found = models_json_schema(
        [(Problem, "serialization"), (FieldProblem, "serialization")], ref_template=_SCHEMA + "{model}"
    )
    return dict(found["$defs"])


def _schemas_of_reports() -> dict[str, Any]:
    _, found = models_json_schema(
        [(CasualtyReport, "validation"), (CaseReport, "validation")], ref_template=_REPORT_REF
    )
    return {f"Report-{name}": schema for name, schema in found["$defs"].items()}


def _reports_body() -> dict[str, Any]:
    """The body of `POST /v1/reports`, which is read item by item and so has no model of its own."""
    report = {"oneOf": [{"$ref": _REPORT_REF.format(model=name)} for name in ("CasualtyReport", "CaseReport")]}
    array = {"type": "array", "maxItems": BATCH_REPORTS, "items": report}
    lines = {"type": "string", "description": f"one report a line, at most {BATCH_REPORTS}"}
    return {"required": True, "content": {"application/json": {"schema": array}, NDJSON: {"schema": lines}}}


def _form_body() -> dict[str, Any]:
    """The form of `POST /reconcile`: one of two fields, each of which holds JSON as text."""
    fields = {
        "queries": {"type": "string", "description": f"JSON: at most {BATCH_QUERIES} queries, each under its key"},
        "extend": {"type": "string", "description": "JSON: `ids` of records and `properties` to fetch"},
    }
    return {"required": True, "content": {FORM: {"schema": {"type": "object", "properties": fields}}}}


def _sheet_body() -> dict[str, Any]:
    """The sheet of `POST /v1/check`, raw or as a form's file."""
    file = {"type": "string", "format": "binary"}
    form = {"type": "object", "required": ["file"], "properties": {"file": file}}
    raw = {media: {"schema": file} for media in MEDIA.values()}
    return {"required": True, "content": {**raw, MULTIPART: {"schema": form}}}


# Bodies that are read by hand and so have no model that FastAPI knows.
_BODIES: Final = {"submit_reports": _reports_body, "reconcile": _form_body, "check_sheet": _sheet_body}
