"""Suggestions as somebody types: records by name or id, types and properties by any word of theirs."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from schemas.look_up import MAX_LIMIT
from service.errors import Unprocessable
from service.registry.properties import PROPERTIES, TYPES
from service.registry.summary import shown_name, summary_line
from service.storage.engine import Database
from service.usecases import look_up
from service.usecases.read_documents import Document, id_in, read_documents
from service.usecases.reconcile import type_of

Suggestion = dict[str, Any]


async def suggest_entities(
    db: Database, *, prefix: str, kind: str = "any", skip: int = 0, limit: int = 10
) -> list[Suggestion]:
    """Records of a name in any spelling, likeliest first, or the record of an id; none while too little is typed.

    A name is found once its surname is typed to all but a letter: the registry keeps no beginnings of names.
    """
    id_ = id_in(prefix)
    if id_:
        found = list((await read_documents(db, [id_])).values())
        return [_entity(one, summary_line(one)) for one in found if kind in ("any", one["kind"])][skip:]
    asked = {"q": {"name": prefix, "kind": kind}}
    answer = await look_up.match(
        db, queries=asked, limit=min(skip + limit, MAX_LIMIT), explain=False,
        summarise=lambda document: {"line": summary_line(document)},
    )  # fmt: skip
    result = answer["results"]["q"]
    if isinstance(result.get("problem"), Unprocessable):
        return []
    return [_entity(one, one["summary"]["line"]) for one in result["candidates"][skip:]]


def _entity(record: Document, line: str) -> Suggestion:
    return {"id": record["id"], "name": shown_name(record), "description": line, "notable": [type_of(record)]}


def suggest_types(*, prefix: str) -> list[Suggestion]:
    """Types whose id or name has a word that begins so."""
    found = [{"id": id_, "name": name} for id_, name in TYPES.items()]
    return _beginning(found, prefix)


def suggest_properties(*, prefix: str, kind: str | None = None) -> list[Suggestion]:
    """Properties, of a type if one is named, that have a word which begins so, in English or Russian."""
    return _beginning(properties_of(kind), prefix)


def properties_of(kind: str | None) -> list[Suggestion]:
    """Properties that records of a type may have, or all. Raises Unprocessable for a type that there is not."""
    if kind and kind not in TYPES:
        raise Unprocessable.at("/query/type", f"no type {kind[:80]!r}; there are {', '.join(TYPES)}")
    found = [one for one in PROPERTIES.values() if not kind or kind in one.kinds]
    return [{"id": one.id, "name": one.name, "description": one.description} for one in found]


def _beginning(found: Iterable[Mapping[str, str]], prefix: str) -> list[Suggestion]:
    wanted = prefix.casefold().strip()
    return [dict(one) for one in found if any(_begins(text.casefold(), wanted) for text in one.values())]


def _begins(text: str, wanted: str) -> bool:
    """Whether `text` has `wanted` where a word of it begins."""
    return re.search(rf"(?:^|\W){re.escape(wanted)}", text) is not None
