"""The Reconciliation Service API 0.2, as OpenRefine and its kin speak it: `/reconcile`.

Look-ups like any other: on public documents alone, never stored, names never logged.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response
from pydantic import BaseModel, ValidationError

from schemas.problem import field_problems
from schemas.reconcile import (
    BATCH_QUERIES,
    ExtendQuery,
    Extension,
    Flyout,
    Manifest,
    ProposedProperties,
    ReconcileQuery,
    ReconcileResult,
    SuggestedEntities,
    SuggestedList,
)
from service.errors import FieldError, NotFound, TooLarge, Unprocessable, Unreadable
from service.http.answers import answer
from service.http.auth import Anyone, Reader, admit
from service.http.forms import read_form
from service.http.json_in import read_json
from service.http.manifest import manifest
from service.http.parameters import Db
from service.http.preview_page import POLICY, flyout, preview_page, record_flyout
from service.http.route import resource
from service.registry.properties import PROPERTIES, TYPES
from service.usecases.extend import extend as extend_records
from service.usecases.read_documents import read_one
from service.usecases.reconcile import reconcile
from service.usecases.suggest import properties_of, suggest_entities, suggest_properties, suggest_types

router = resource("reconciliation", prefix="/reconcile")

Answers = Manifest | Extension | dict[str, ReconcileResult]
Json = Annotated[str | None, Query(description="JSON, as the standard has it")]
Prefix = Annotated[str, Query(max_length=300, description="what was typed so far")]
Skip = Annotated[int, Query(alias="cursor", ge=0, le=1_000, description="suggestions to skip")]
Limit = Annotated[int, Query(ge=1, le=100, description="suggestions at most")]
TypeId = Annotated[str | None, Query(max_length=100, description="`casualty` or `case`")]
Id = Annotated[str, Query(min_length=1, max_length=100, description="of a record, a type or a property")]
What = Literal["entity", "type", "property"]


@router.get("", operation_id="read_reconciliation", response_model=Answers)
async def read(request: Request, db: Db, actor: Anyone, queries: Json = None, extend: Json = None) -> Response:
    """Without parameters the manifest; with `queries` their candidates, with `extend` values of properties.

    The manifest needs no key, the rest is read like records.
    """
    if queries is None and extend is None:
        return answer(manifest(_base(request), public=request.app.state.settings.public_read))
    await admit(request, "read")
    return await _answer(request, db, {"queries": queries, "extend": extend})


@router.post("", operation_id="reconcile", response_model=Extension | dict[str, ReconcileResult])
async def ask(request: Request, db: Db, actor: Reader) -> Response:
    """Reconcile a batch of names (`queries`), or fetch properties of records (`extend`), from a form's field.

    Properties that are compared weigh in the score; those that can't be read are left out and told in `warnings`, and
    then nothing is matched by itself. A record's id as the query is answered by that record.
    """
    return await _answer(request, db, await read_form(request, "queries", "extend"))


async def _answer(request: Request, db: Any, form: Mapping[str, str | None]) -> Response:
    given = [name for name in ("queries", "extend") if form.get(name) is not None]
    if len(given) != 1:
        raise Unprocessable.at("", "give either `queries` or `extend`")
    name = given[0]
    value = _read_field(name, form[name] or "")
    if name == "extend":
        return answer(await extend_records(db, query=_model(ExtendQuery, value, "/extend")))
    return answer(await reconcile(db, queries=_batch(value)), path=request.url.path)


def _read_field(name: str, text: str) -> Any:
    """The JSON in a field, read as strictly as a body."""
    try:
        return read_json(text.encode("utf-8", "surrogatepass"))
    except Unreadable as error:
        raise Unreadable(f"`{name}`: {error.detail}") from error


def _batch(value: Any) -> dict[str, ReconcileQuery]:
    if not isinstance(value, dict):
        raise Unprocessable.at("/queries", "must be an object of queries, each under a key of your own")
    if len(value) > BATCH_QUERIES:
        raise TooLarge(f"{len(value):,} queries; send at most {BATCH_QUERIES} at once (the manifest's `batchSize`).")
    return {key: _query(key, one) for key, one in value.items()}


def _query(key: str, value: Any) -> ReconcileQuery:
    query: ReconcileQuery = _model(ReconcileQuery, value, f"/queries/{key.replace('~', '~0').replace('/', '~1')}")
    return query


def _model(model: type[BaseModel], value: Any, place: str) -> Any:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        fields = [FieldError(one.pointer, one.detail) for one in field_problems(error, value, under=place)]
        raise Unprocessable(f"{fields[0].pointer}: {fields[0].detail}", errors=fields) from error


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


@router.get("/suggest/entity", operation_id="suggest_entities", response_model=SuggestedEntities)
async def entities(
    db: Db, actor: Reader, prefix: Prefix, cursor: Skip = 0, limit: Limit = 10, type: TypeId = None, lang: str = "en"
) -> Response:
    """Records of a name in any spelling, or of an id; nothing while too little is typed."""
    kind = type or "any"
    properties_of(type)
    return answer({"result": await suggest_entities(db, prefix=prefix, kind=kind, skip=cursor, limit=limit)})


@router.get("/suggest/type", operation_id="suggest_types", response_model=SuggestedList)
async def types(actor: Reader, prefix: Prefix = "", cursor: Skip = 0, limit: Limit = 10, lang: str = "en") -> Response:
    """Types of records, found by their id or a word of their name."""
    return answer({"result": suggest_types(prefix=prefix)[cursor : cursor + limit]})


@router.get("/suggest/property", operation_id="suggest_properties", response_model=SuggestedList)
async def properties(
    actor: Reader,
    prefix: Prefix = "",
    cursor: Skip = 0,
    limit: Limit = 50,
    type: TypeId = None,
    schema: Annotated[TypeId, Query(alias="schema", description="the same, as OpenRefine names it")] = None,
    lang: str = "en",
) -> Response:
    """Properties, found by any word of theirs, English or Russian."""
    return answer({"result": suggest_properties(prefix=prefix, kind=type or schema)[cursor : cursor + limit]})


@router.get("/properties", operation_id="propose_properties", response_model=ProposedProperties)
async def propose(
    actor: Reader, type: TypeId = None, limit: Annotated[int | None, Query(ge=1, le=1_000)] = None
) -> Response:
    """Properties that records of a type may have, to fetch by `extend`."""
    given = {"type": type, "limit": limit}
    asked = {name: value for name, value in given.items() if value is not None}
    return answer({"properties": properties_of(type)[:limit], **asked})


@router.get("/flyout/{what}", operation_id="flyout", response_model=Flyout)
async def fly_out(what: What, id: Id, db: Db, actor: Reader, lang: str = "en") -> Response:
    """A few words on a record, a type or a property, as HTML to show beside a list."""
    if what == "entity":
        html = record_flyout(await read_one(db, id))
    elif what == "type":
        html = flyout(_found(TYPES, id), id)
    else:
        one = _found(PROPERTIES, id)
        html = flyout(one.name, one.description)
    return answer({"id": id, "html": html})


def _found(known: Mapping[str, Any], id_: str) -> Any:
    if id_ not in known:
        raise NotFound
    return known[id_]


@router.get("/preview", operation_id="preview_record", response_class=Response)
async def preview(id: Id, db: Db, actor: Reader) -> Response:
    """A record as a small page that may stand in anybody's frame; it runs no scripts and fetches nothing."""
    html = preview_page(await read_one(db, id))
    return Response(html, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})
