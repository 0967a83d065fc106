"""Cases as a flat table: one row for each defendant, as each has charges and a sentence of his own."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from schemas.exports.cells import cell, joined, part_of, value_of

Document = Mapping[str, Any]
Read = Callable[[Document], object]
_NOBODY: Final[Document] = {}


def _cited(name: str) -> Read:
    return lambda case: joined(citation[name] for citation in case["citations"])


def _fact(name: str) -> Read:
    return lambda person: value_of(person.get(name))


def _home(part: str) -> Read:
    return lambda person: part_of(person.get("home"), part)


def article_of(charge: Document) -> str | None:
    """`286.1 part 3 points а, б` in short: `286.1/3/а,б`."""
    parts = (charge["article"], charge["part"], ",".join(charge["points"]))
    return "/".join(part for part in parts if part) if charge["article"] else None


def _charges(read: Read) -> Read:
    return lambda person: joined(read(charge) for charge in person.get("charges", ()))


def punishment_of(one: Document) -> str:
    """`imprisonment P3Y penal_settlement`, with what it costs and whether it is suspended."""
    amount = one["amount"] and f"{one['amount']['amount']} {one['amount']['currency']}"
    suspended = f"suspended {one['probation'] or ''}".strip() if one["suspended"] else None
    regime = one["regime"] if one["regime"] != "unspecified" else None
    return " ".join(str(part) for part in (one["kind"], one["duration"], amount, regime, suspended) if part)


def _sentence(additional: bool) -> Read:
    def read(person: Document) -> object:
        punishments = (person.get("sentence") or {}).get("sentence") or ()
        return joined(punishment_of(one) for one in punishments if bool(one["additional"]) is additional)

    return read


def _sentenced(name: str) -> Read:
    return lambda person: (person.get("sentence") or {}).get(name)


OF_CASE: Final[Mapping[str, Read]] = {
    "id": lambda case: case["id"],
    "version": lambda case: case["version"],
    "updated_at": lambda case: case["updated_at"],
    "case_numbers": lambda case: joined(number["value"] for number in case["case_numbers"]),
    "uid": lambda case: value_of(case["uid"]),
    "court": lambda case: part_of(case["court"], "name"),
    "court_code": lambda case: part_of(case["court"], "code"),
    "court_region": lambda case: part_of(case["court"], "region"),
    "instances": lambda case: joined(one["instance"] for one in case["instances"]),
}
OF_DEFENDANT: Final[Mapping[str, Read]] = {
    "defendant": lambda person: person.get("id"),
    "display_name": lambda person: person.get("display_name"),
    "display_name_latin": lambda person: person.get("display_name_latin"),
    "described_as": _fact("described_as"),
    "count": _fact("count"),
    "sex": _fact("sex"),
    "born": _fact("born"),
    "home_region": _home("region"),
    "home_place": _home("place"),
    "categories": lambda person: joined(one["value"] for one in person.get("categories", ())),
    "rank": _fact("rank"),
    "unit": _fact("unit"),
    "position": _fact("position"),
    "stage": _fact("stage"),
    "articles": _charges(article_of),
    "charges": _charges(lambda charge: charge["text"]),
    "verdict": _sentenced("verdict"),
    "sentenced_on": _sentenced("date"),
    "sentence_instance": _sentenced("instance"),
    "sentence": _sentence(additional=False),
    "additional_punishments": _sentence(additional=True),
}
OF_EVIDENCE: Final[Mapping[str, Read]] = {
    "incidents": lambda case: joined(one["text"] for one in case["incidents"]),
    "first_reported": lambda case: case["first_reported"],
    "independent_sources": lambda case: case["evidence"]["independent_sources"],
    "grade": lambda case: case["evidence"]["grade"],
    "conflicts": lambda case: joined(case["conflicts"]),
    "sources": _cited("source"),
    "source_titles": _cited("title"),
    "source_urls": _cited("url"),
}
COLUMNS: Final = (*OF_CASE, *OF_DEFENDANT, *OF_EVIDENCE)


def rows(document: Document) -> Iterator[tuple[str, ...]]:
    """A row for each defendant; one without a defendant where nobody is told of."""
    before = [cell(read(document)) for read in OF_CASE.values()]
    after = [cell(read(document)) for read in OF_EVIDENCE.values()]
    for person in document["defendants"] or [_NOBODY]:
        yield (*before, *(cell(read(person)) for read in OF_DEFENDANT.values()), *after)
