"""Reconciliation: a batch of names with what is known of each, answered by candidate records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from schemas.problem import MAX_ERRORS, pointer
from schemas.reconcile import MOST_CANDIDATES, AskedProperty, Named, PropertyValue, ReconcileQuery
from service.errors import FieldError, PoimennoError, Unprocessable
from service.registry.properties import PROPERTIES, TYPES
from service.registry.summary import shown_name, summary_line
from service.registry.verdict import LISTED
from service.storage.engine import Database
from service.usecases import look_up
from service.usecases.asked_facts import read_facts
from service.usecases.read_documents import Document, id_in, read_documents

EXACT: Final = 100.0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A query understood: the id or the facts to look for, and what of it could not be used."""

    kind: str
    limit: int
    id: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


async def reconcile(db: Database, *, queries: Mapping[str, ReconcileQuery]) -> dict[str, Any]:
    """For each query `{"result": candidates}`; one that nothing can be looked for by has its `problem` beside it.

    An id as the query is answered by its record. A value that can't be read is left out and told in `warnings`, and
    then no candidate is a `match`. Raises Unprocessable for types and properties that there are not.
    """
    _refuse_unknown(queries)
    wanted = {key: _read(query) for key, query in queries.items()}
    documents = await read_documents(db, {one.id for one in wanted.values() if one.id})
    asked = {key: {"kind": one.kind, **one.facts} for key, one in wanted.items() if one.id is None}
    limit = max((one.limit for one in wanted.values()), default=1)
    found = await look_up.match(db, queries=asked, limit=limit, summarise=_line)
    return {
        key: _by_id(one, documents.get(one.id)) if one.id else _by_facts(one, found["results"][key])
        for key, one in wanted.items()
    }


def _line(document: Document) -> dict[str, str]:
    return {"line": summary_line(document)}


def _refuse_unknown(queries: Mapping[str, ReconcileQuery]) -> None:
    errors = [
        FieldError(pointer(("queries", key, *place)), detail)
        for key, query in queries.items()
        for place, detail in _unknown(query)
    ]
    if errors:
        raise Unprocessable(f"{errors[0].pointer}: {errors[0].detail}", errors=errors[:MAX_ERRORS])


def _unknown(query: ReconcileQuery) -> Iterable[tuple[tuple[str | int, ...], str]]:
    for kind in _types(query):
        if kind not in TYPES:
            yield ("type",), f"no type {kind[:80]!r}; there are {', '.join(TYPES)}"
    for n, one in enumerate(query.properties):
        if one.pid not in PROPERTIES:
            yield ("properties", n, "pid"), f"no property {one.pid[:80]!r}; there are {', '.join(PROPERTIES)}"


def _types(query: ReconcileQuery) -> list[str]:
    given = [query.type] if isinstance(query.type, str) else query.type or ()
    return [one for one in given if one]


def _read(query: ReconcileQuery) -> _Wanted:
    types = set(_types(query))
    kind = types.pop() if len(types) == 1 else "any"
    limit = min(query.limit, MOST_CANDIDATES)
    id_ = id_in(query.query) if query.query else None
    if id_:
        return _Wanted(kind, limit, id_)
    given, warnings = _given(query.properties)
    facts, left_out = read_facts(given)
    warnings += [f"{name}: {why}; left out" for name, why in left_out.items()]
    if query.query:
        facts["name"] = query.query
    return _Wanted(kind, limit, None, facts, tuple(warnings))


def _given(properties: Iterable[AskedProperty]) -> tuple[dict[str, str], list[str]]:
    """Texts by the field of a look-up, and which properties none compares."""
    texts: dict[str, list[str]] = defaultdict(list)
    warnings: list[str] = []
    for one in properties:
        name = PROPERTIES[one.pid].asked
        if name is None:
            warnings.append(f"{one.pid}: is not compared; left out")
        else:
            texts[name] += [_text(value) for value in (one.v if isinstance(one.v, tuple) else (one.v,))]
    return {name: next((text for text in some if text), "") for name, some in texts.items()}, warnings


def _text(value: PropertyValue) -> str:
    if isinstance(value, Named):
        return value.name or value.id
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if isinstance(value, bool) else str(value)


def _by_id(wanted: _Wanted, document: Document | None) -> dict[str, Any]:
    if document is None or wanted.kind not in ("any", document["kind"]):
        return {"result": []}
    features = [{"id": "id", "value": True}]
    return {"result": [_candidate(document, summary_line(document), EXACT, True, features)]}


def _by_facts(wanted: _Wanted, result: Mapping[str, Any]) -> dict[str, Any]:
    warnings = {"warnings": list(wanted.warnings)} if wanted.warnings else {}
    problem: PoimennoError | None = result.get("problem")
    if problem is not None:
        return {"result": [], "problem": problem, **warnings}
    sure = result["verdict"] == "listed" and not wanted.warnings
    candidates = [
        _candidate(
            one,
            one["summary"]["line"],
            round(100.0 * one["score"], 2),
            sure and n == 0 and one["score"] >= LISTED,
            _features(one["explanation"]),
        )
        for n, one in enumerate(result["candidates"][: wanted.limit])
    ]
    return {"result": candidates, **warnings}


def _features(explanation: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The weights by feature; ids are unique, so a feature that counts twice is added up."""
    weights: dict[str, float] = defaultdict(float)
    for one in explanation:
        weights[one["feature"]] += one["weight"]
    return [{"id": name, "value": weight} for name, weight in weights.items()]


def _candidate(
    record: Document, line: str, score: float, match: bool, features: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "id": record["id"],
        "name": shown_name(record),
        "description": line,
        "score": score,
        "match": match,
        "type": [type_of(record)],
        "features": features,
    }


def type_of(record: Document) -> dict[str, str]:
    """The type of a record, named."""
    return {"id": record["kind"], "name": TYPES[record["kind"]]}
