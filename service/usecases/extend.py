"""Data extension: the values of properties of records, from their public documents."""

from collections import Counter
from typing import Any

from schemas.reconcile import MOST_IDS, ExtendQuery
from service.errors import FieldError, TooLarge, Unprocessable
from service.registry.properties import PROPERTIES, Property
from service.storage.engine import Database
from service.usecases.read_documents import Document, read_documents


async def extend(db: Database, *, query: ExtendQuery) -> dict[str, Any]:
    """`{"meta", "rows"}`; an id under which nothing is published has no values.

    Raises TooLarge for more than 1,000 ids, Unprocessable for properties that there are not, or that stand twice.
    """
    if len(query.ids) > MOST_IDS:
        raise TooLarge(f"{len(query.ids):,} ids; ask for at most {MOST_IDS:,} at once.")
    _refuse_wrong([one.id for one in query.properties])
    wanted = [(PROPERTIES[one.id], one.settings.limit or None) for one in query.properties]
    documents = await read_documents(db, query.ids)
    return {
        "meta": [{"id": one.id, "name": one.name} for one, _ in wanted],
        "rows": {id_: {one.id: _cells(one, documents.get(id_))[:limit] for one, limit in wanted} for id_ in query.ids},
    }


def _refuse_wrong(ids: list[str]) -> None:
    twice = {id_ for id_, times in Counter(ids).items() if times > 1}
    errors = [
        FieldError(f"/extend/properties/{n}/id", "stands twice" if id_ in twice else f"no property {id_[:80]!r}")
        for n, id_ in enumerate(ids)
        if id_ in twice or id_ not in PROPERTIES
    ]
    if errors:
        there = ", ".join(PROPERTIES)
        raise Unprocessable(f"{errors[0].pointer}: {errors[0].detail}; there are {there}", errors=errors)


def _cells(one: Property, document: Document | None) -> list[dict[str, str | int]]:
    values = one.values(document) if document else []
    return [{"int": value} if isinstance(value, int) else {"str": str(value)} for value in values]
