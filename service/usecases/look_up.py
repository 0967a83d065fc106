"""Looking people and cases up by name: every script, any romanisation, one name or five hundred at once."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from matching.explain import explain
from matching.model import MODEL_VERSION
from matching.nearest import in_order, nearest
from matching.profile import Profile, profiles_from_bytes
from matching.score import Score, name_agrees, score, score_case
from schemas.look_up import MatchQuery
from service.errors import PoimennoError, Unprocessable
from service.registry.diff import read_document
from service.registry.query import profile_of_query
from service.registry.verdict import Candidate, verdict
from service.storage import candidates, reading
from service.storage.candidates import Found
from service.storage.engine import Database
from service.usecases.coverage import coverage
from service.usecases.read_reports import keys_of, refusal
from service.usecases.reference import reference_for

KINDS: Mapping[str, tuple[str, ...]] = {
    "casualty": ("casualty",), "case": ("case",), "any": ("casualty", "case"),
}  # fmt: skip

# Records fetched for one query, and of them those compared in full.
FETCHED = 400
COMPARED = 200

# Queries of one statement, and statements of one request that run side by side.
AT_A_TIME = 25
LANES = 2

# Below this a record is not worth showing: its name merely shares letters with the one asked for.
SHOWN = 0.01


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate, its first profile, and how it scores."""

    found: Found
    profile: Profile
    score: Score


async def search(
    db: Database, *, q: str, kind: str = "any", region: str | None = None, born: str | None = None, limit: int = 20
) -> dict[str, Any]:
    """The records of a name, likeliest first, with the verdict and what it rests on."""
    asked = {"name": q, "kind": kind, "region": region, "born": born}
    answer = await match(db, queries={"q": asked}, limit=limit, explain=True)
    result = answer["results"]["q"]
    if "problem" in result:
        raise result["problem"]
    return {
        "items": result["candidates"], "next": None, "verdict": result["verdict"], "namesakes": result["namesakes"],
        "coverage": answer["coverage"], "model": answer["model"],
    }  # fmt: skip


async def match(db: Database, *, queries: Mapping[str, object], limit: int = 5, explain: bool = True) -> dict[str, Any]:
    """A verdict and candidates for each query; a malformed one has its `problem` (an error) in its own place."""
    read = {key: _read(raw) for key, raw in queries.items()}
    asked = {key: query for key, query in read.items() if isinstance(query, MatchQuery)}
    found = await _scored(db, asked)
    shown = {one.found.record_id for group in found.values() for one in group[:limit]}
    documents = await _summaries(db, shown)
    results = {
        key: _result(found[key], documents, limit, explain) if key in asked else {"problem": problem}
        for key, problem in read.items()
    }
    return {"results": results, "coverage": await coverage(db), "model": MODEL_VERSION}


def _read(raw: object) -> MatchQuery | PoimennoError:
    try:
        query = MatchQuery.model_validate(raw)
    except ValidationError as error:
        return refusal(error, raw)
    if not any(value for name, value in query if name != "kind"):
        return Unprocessable.at("/name", "say a name, or something else to look for")
    return query


async def _scored(db: Database, asked: Mapping[str, MatchQuery]) -> dict[str, list[Scored]]:
    reference = await reference_for(db) if any(query.court for query in asked.values()) else None
    profiles = {key: profile_of_query(query, reference) for key, query in asked.items()}
    results: dict[str, list[Scored]] = {}
    for kinds in KINDS.values():
        keys = [key for key, query in asked.items() if KINDS[query.kind] == kinds]
        found = await _find(db, [keys_of([profiles[key]]) for key in keys], kinds)
        for n, key in enumerate(keys):
            results[key] = _ranked(profiles[key], found.get(n, ()))
    return results


async def _find(db: Database, queries: Sequence[candidates.Keys], kinds: Sequence[str]) -> dict[int, list[Found]]:
    """Candidates of each query by its place; many queries are asked a few at a time on several connections."""
    starts = range(0, len(queries), AT_A_TIME)
    lanes = asyncio.Semaphore(LANES)
    parts = await asyncio.gather(*(_find_some(db, queries[n : n + AT_A_TIME], kinds, lanes) for n in starts))
    return {n + place: group for n, part in zip(starts, parts, strict=True) for place, group in part.items()}


async def _find_some(
    db: Database, queries: Sequence[candidates.Keys], kinds: Sequence[str], lanes: asyncio.Semaphore
) -> dict[int, list[Found]]:
    async with lanes, db.reading() as connection:
        return await candidates.find(connection, queries, kinds, public=True, limit=FETCHED)


def _ranked(query: Profile, found: Sequence[Found]) -> list[Scored]:
    near = nearest(query, [(one.overlap, one.profile) for one in found], COMPARED)
    asked = {kind: replace(query, kind=kind) for kind in {one.kind for one in found}}
    scored = [_score(asked[found[place].kind], found[place]) for place in near]
    kept = [one for one in scored if one.score.probability >= SHOWN or name_agrees(one.score)]
    order = in_order([(one.score.log_odds, one.found.record_id, one.profile) for one in kept])
    return [kept[place] for place in order]


def _score(query: Profile, found: Found) -> Scored:
    profiles = profiles_from_bytes(found.profile)
    compared = score_case((query,), profiles) if found.kind == "case" else score(query, profiles[0])
    return Scored(found, profiles[0], compared)


async def _summaries(db: Database, ids: set[str]) -> dict[str, dict[str, Any]]:
    """The documents of the records shown; one that was merged or withdrawn since is left out."""
    stored = await reading.records(db.reads, sorted(ids))
    return {one.id: read_document(one.document) for one in stored if one.state == "published"}


def _result(
    scored: Sequence[Scored], documents: Mapping[str, Mapping[str, Any]], limit: int, explained: bool
) -> dict[str, Any]:
    said, namesakes = verdict([_as_candidate(one) for one in scored])
    shown = [one for one in scored[:limit] if one.found.record_id in documents]
    return {
        "verdict": said,
        "namesakes": namesakes,
        "candidates": [_shown(one, documents[one.found.record_id], explained) for one in shown],
    }


def _as_candidate(one: Scored) -> Candidate:
    return Candidate(one.found.record_id, one.score.probability, name_agrees(one.score), one.score.contradicted)


def _shown(one: Scored, document: Mapping[str, Any], explained: bool) -> dict[str, Any]:
    names = ("id", "kind", "version", "display_name", "display_name_latin")
    candidate = {name: document[name] for name in names} | {"score": one.score.probability}
    return candidate | {"explanation": explain(one.score)} if explained else candidate
