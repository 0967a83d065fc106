"""A record in a line: what tells it from its namesakes, for lists, flyouts and previews."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from schemas.exports.cells import part_of, value_of
from schemas.reference.ranks import RANKS
from schemas.reference.regions import REGIONS, region_name
from service.registry.properties import PROPERTIES

Document = Mapping[str, Any]
MOST_DEFENDANTS: Final = 3
UNNAMED: Final = "(unnamed)"


def shown_name(record: Document) -> str:
    """The name to show for a record or a candidate: the display name, the Latin one, or that there is none."""
    return record["display_name"] or record["display_name_latin"] or UNNAMED


def summary_line(document: Document) -> str:
    """`killed 2022-11-16; born 1989; Kamchatka; private; 1 source`: only what the record says."""
    parts = _of_casualty(document) if document["kind"] == "casualty" else _of_case(document)
    return "; ".join(part for part in (*parts, _evidence(document)) if part)


def _of_casualty(document: Document) -> Iterator[str]:
    status, died = value_of(document["status"]), value_of(document["died"])
    yield " ".join(part for part in (_words(status), died) if part)
    yield from _of_person(document)


def _of_person(person: Document) -> Iterator[str]:
    born, rank = value_of(person["born"]), value_of(person["rank"])
    yield f"born {born}" if born else ""
    region = part_of(person["home"], "region")
    named = region_name(region, "en") if region in REGIONS else region
    yield ", ".join(part for part in (part_of(person["home"], "place"), named) if part)
    yield (RANKS[rank].en if rank in RANKS else rank) or ""


def _of_case(document: Document) -> Iterator[str]:
    yield from PROPERTIES["court"].values(document)[:1]
    yield ", ".join(PROPERTIES["case_number"].values(document))
    articles = PROPERTIES["article"].values(document)
    yield f"art. {', '.join(articles)}" if articles else ""
    for defendant in document["defendants"][:MOST_DEFENDANTS]:
        yield from _of_person(defendant)
        yield _words(value_of(defendant["stage"]))


def _evidence(document: Document) -> str:
    count = document["evidence"]["independent_sources"]
    return f"{count} independent sources" if count > 1 else "one source"


def _words(code: str | None) -> str:
    return (code or "").replace("_", " ")
