"""What lists filter by, read from the public document: exact tags, and ranges of dates."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from matching.names.fold import fold_text
from schemas.dates import DateRange, bounds
from service.registry.measures import age_of, measures_of_sentence


def tags_of(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The filter tags, sorted: `region:RU-BA` (and `region:RU`), `status:killed`, `source:cit`, `article:337/5` …

    Region of a soldier: home, else birth place; of a case: its courts'. A court is its code, or its folded name where
    no list knows it. Articles are given alone and with their part; `outcome`, `sentence` are those of the sentences
    that stand; `grade` is that of the evidence. What is counted besides (`age:37`, `term:36` …) is in `measures`.
    """
    if document["state"] != "published":
        return ()
    specific = _casualty(document) if document["kind"] == "casualty" else _case(document)
    sources = (f"source:{one['source']}" for one in document["citations"] if one["origin"] == "report")
    return tuple(sorted({*specific, *sources, f"grade:{document['evidence']['grade']}"}))


def dates_of(document: Mapping[str, Any]) -> dict[str, DateRange]:
    """The days of `died` and `born` (a soldier's), and from the first to the last of a case's `events`."""
    if document["state"] != "published":
        return {}
    if document["kind"] == "casualty":
        chosen = {name: _value(document[name]) for name in ("died", "born")}
        return {name: bounds(text) for name, text in chosen.items() if text}
    decisions = [decision for one in document["defendants"] for decision in one["decisions"]]
    days = [bounds(one["date"]) for one in (*document["events"], *decisions) if one["date"]]
    return {"events": DateRange(min(d.first for d in days), max(d.last for d in days))} if days else {}


def _casualty(document: Mapping[str, Any]) -> Iterator[str]:
    home, birth = _value(document["home"]) or {}, _value(document["birth_place"]) or {}
    yield from _region(home.get("region") or birth.get("region"))
    status = _value(document["status"])
    if status:
        yield f"status:{status}"
    rank = _value(document["rank"])
    if rank:
        yield f"rank:{rank}"
    yield from (f"category:{one['value']}" for one in document["categories"])
    age = age_of(_value(document["born"]), _value(document["died"]) or document["first_reported"])
    if age is not None:
        yield f"age:{age}"


def _case(document: Mapping[str, Any]) -> Iterator[str]:
    for one in (document, *document["instances"]):
        court = _value(one["court"]) or {}
        yield from _region(court.get("region"))
        if court.get("code") or court.get("name"):
            yield f"court:{court.get('code') or fold_text(court['name'])}"
        if court.get("kind"):
            yield f"court_kind:{court['kind']}"
    for defendant in document["defendants"]:
        yield from _defendant(defendant)


def _defendant(defendant: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"category:{one['value']}" for one in defendant["categories"])
    yield from _articles(defendant["charges"])
    stage = _value(defendant["stage"])
    if stage:
        yield f"stage:{stage}"
    standing = defendant["sentence"] or {}
    if standing.get("verdict"):
        yield f"outcome:{standing['verdict']}"
    yield from (f"sentence:{one['kind']}" for one in standing.get("sentence") or ())
    yield from measures_of_sentence(standing)


def _articles(charges: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for charge in charges:
        if charge["article"]:
            yield f"article:{charge['article']}"
            if charge["part"]:
                yield f"article:{charge['article']}/{charge['part']}"


def _region(code: str | None) -> Iterator[str]:
    if code:
        yield f"region:{code}"
        if "-" in code:
            yield f"region:{code.partition('-')[0]}"


def _value(fact: Mapping[str, Any] | None) -> Any:
    return fact["value"] if fact else None
