"""Looking people and cases up by name: every script, any romanisation, one name or five hundred at once."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from matching.explain import explain
from matching.model import Weights
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
LANES = 3

# Below this a record is not worth showing: its name merely shares letters with the one asked for. Without a name it
# shares a number or a court, which is what was asked for.
SHOWN = 0.01


Document = Mapping[str, Any]
Summarise = Callable[[Document], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query prepared: which kinds it asks for, what is compared, and the keys that find candidates (some, always)."""

    kind: str
    profile: Profile
    keys: candidates.Keys

    @property
    def says_who(self) -> bool:
        """Whether finding nobody tells something. A given name finds who is listed by it alone, not all who bear it."""
        profile = self.profile
        surnamed = not profile.names or any(name.family or name.aliases for name in profile.names)
        return surnamed or bool(profile.case_numbers or profile.uids)


@dataclass(frozen=True, slots=True)
class _Shown:
    """The documents that candidates are shown from, by id, and how much of them."""

    documents: Mapping[str, Document]
    explained: bool
    summarise: Summarise | None


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


async def match(
    db: Database,
    *,
    queries: Mapping[str, object],
    limit: int = 5,
    explain: bool = True,
    summarise: Summarise | None = None,
) -> dict[str, Any]:
    """A verdict and candidates for each query; a malformed one has its `problem` (an error) in its own place.

    `summarise` says what of a candidate's document is shown as its `summary`.
    """
    read = {key: _read(raw) for key, raw in queries.items()}
    asked, problems = await _prepare(db, read)
    found = await _scored(db, asked)
    problems |= {key: _too_little(read[key]) for key, one in asked.items() if not found[key] and not one.says_who}
    shown = {one.found.record_id for group in found.values() for one in group[:limit]}
    documents = await _summaries(db, shown)
    show = _Shown(documents, explain, summarise)
    results = {
        key: {"problem": problems[key]} if key in problems else _result(found[key], show, limit) for key in queries
    }
    return {"results": results, "coverage": await coverage(db), "model": db.weights.version}


def _read(raw: object) -> MatchQuery | PoimennoError:
    try:
        return MatchQuery.model_validate(raw)
    except ValidationError as error:
        return refusal(error, raw)


async def _prepare(
    db: Database, read: Mapping[str, MatchQuery | PoimennoError]
) -> tuple[dict[str, Asked], dict[str, PoimennoError]]:
    """What can be looked for, and why the rest can't."""
    queries = {key: query for key, query in read.items() if isinstance(query, MatchQuery)}
    problems = {key: query for key, query in read.items() if isinstance(query, PoimennoError)}
    reference = await reference_for(db) if any(query.court for query in queries.values()) else None
    asked: dict[str, Asked] = {}
    for key, query in queries.items():
        profile = profile_of_query(query, reference)
        asked[key] = Asked(query.kind, profile, keys_of([profile]))
        if not asked[key].keys:
            problems[key] = _too_little(query)
    return {key: one for key, one in asked.items() if one.keys}, problems


def _too_little(query: object) -> Unprocessable:
    """Why a query finds nothing whoever the registry holds, which is not the same as "not listed"."""
    named = isinstance(query, MatchQuery) and (query.name or query.family or query.given)
    said = "too little to look for: say a surname, in Cyrillic or Latin letters"
    return Unprocessable.at("/name", said if named else "say a name, or something else to look for")


async def _scored(db: Database, asked: Mapping[str, Asked]) -> dict[str, list[Scored]]:
    lanes = asyncio.Semaphore(LANES)
    parts = [
        _scored_some(db, dict(part), kinds, lanes)
        for kinds in KINDS.values()
        for part in _batched([(key, one) for key, one in asked.items() if KINDS[one.kind] == kinds])
    ]
    return {key: group for part in await asyncio.gather(*parts) for key, group in part.items()}


def _batched(queries: Sequence[tuple[str, Asked]]) -> Iterator[Sequence[tuple[str, Asked]]]:
    """The queries, as many together as one statement asks for."""
    return (queries[start : start + AT_A_TIME] for start in range(0, len(queries), AT_A_TIME))


async def _scored_some(
    db: Database, asked: Mapping[str, Asked], kinds: Sequence[str], lanes: asyncio.Semaphore
) -> dict[str, list[Scored]]:
    """Candidates of some queries, compared while the database looks for the next ones; other requests are let in."""
    results: dict[str, list[Scored]] = {}
    async with lanes:
        keys = [one.keys for one in asked.values()]
        async with db.reading() as connection:
            found = await candidates.find(connection, keys, kinds, public=True, limit=FETCHED)
        for n, (key, one) in enumerate(asked.items()):
            results[key] = _ranked(one.profile, found.get(n, ()), db.weights)
            await asyncio.sleep(0)
    return results


def _ranked(query: Profile, found: Sequence[Found], weights: Weights) -> list[Scored]:
    near = nearest(query, [(one.overlap, one.profile) for one in found], COMPARED)
    asked = {kind: replace(query, kind=kind) for kind in {one.kind for one in found}}
    scored = [_score(asked[found[place].kind], found[place], weights) for place in near]
    kept = [one for one in scored if one.score.probability >= SHOWN or not query.names or name_agrees(one.score)]
    found_by = [(one.score.log_odds, one.found.record_id, one.profile) for one in kept]
    order = in_order(found_by, named=bool(query.names))
    return [kept[place] for place in order]


def _score(query: Profile, found: Found, weights: Weights) -> Scored:
    profiles = profiles_from_bytes(found.profile)
    return Scored(found, profiles[0], _compared(query, found.kind, profiles, weights))


def _compared(query: Profile, kind: str, profiles: tuple[Profile, ...], weights: Weights) -> Score:
    if kind == "case":
        return score_case((query,), profiles, weights=weights)
    return score(query, profiles[0], weights=weights)


def asked_for(name: str, kind: str = "any") -> Asked:
    """A name to look for. Raises Unprocessable (at `/query/q`) for one that says too little, or is none."""
    query = _read({"name": name, "kind": kind})
    profile = profile_of_query(query, None) if isinstance(query, MatchQuery) else None
    asked = Asked(kind, profile, keys_of([profile])) if profile else None
    if asked is None or not (asked.keys and asked.says_who):
        why = query if isinstance(query, Unprocessable) else _too_little(query)
        raise Unprocessable.at("/query/q", why.errors[0].detail if why.errors else why.detail)
    return asked


def is_called(asked: Asked, kind: str, profiles: tuple[Profile, ...], weights: Weights) -> bool:
    """Whether a record's name is the one asked for, as it makes a namesake where nothing else tells two apart."""
    return name_agrees(_compared(replace(asked.profile, kind=kind), kind, profiles, weights))


async def called(db: Database, asked: Asked) -> list[str]:
    """The ids of the records whose name is the one asked for: of the likeliest `COMPARED`, likeliest first."""
    found = await _scored(db, {"q": asked})
    return [one.found.record_id for one in found["q"] if name_agrees(one.score)]


async def _summaries(db: Database, ids: set[str]) -> dict[str, dict[str, Any]]:
    """The documents of the records shown; one that was merged or withdrawn since is left out."""
    stored = await reading.records(db.reads, sorted(ids))
    return {one.id: read_document(one.document) for one in stored if one.state == "published"}


def _result(scored: Sequence[Scored], show: _Shown, limit: int) -> dict[str, Any]:
    said, namesakes = verdict([_as_candidate(one) for one in scored])
    shown = [one for one in scored[:limit] if one.found.record_id in show.documents]
    return {"verdict": said, "namesakes": namesakes, "candidates": [_candidate(one, show) for one in shown]}


def _as_candidate(one: Scored) -> Candidate:
    return Candidate(one.found.record_id, one.score.probability, name_agrees(one.score), one.score.contradicted)


def _candidate(one: Scored, show: _Shown) -> dict[str, Any]:
    document = show.documents[one.found.record_id]
    names = ("id", "kind", "version", "display_name", "display_name_latin")
    candidate = {name: document[name] for name in names} | {"score": one.score.probability}
    if show.explained:
        candidate["explanation"] = explain(one.score)
    if show.summarise:
        candidate["summary"] = show.summarise(document)
    return candidate
