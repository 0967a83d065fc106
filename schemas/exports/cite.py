"""How to cite a record: CSL-JSON 1.0, BibTeX, or a line of text.

A citation names the version, whose address keeps answering the same, so it needs no date of access.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal, get_args

import orjson

Style = Literal["csl-json", "bibtex", "text"]
STYLES: tuple[str, ...] = get_args(Style)
REGISTRY = "Poimenno"
_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_WORDS = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def cite(record: Mapping[str, Any], style: Style, address: str) -> str:
    """The citation of a record document; `address` is where it is read, without a version."""
    where = f"{address}?version={record['version']}"
    return {"csl-json": _csl, "bibtex": _bibtex, "text": _text}[style](record, where)


def _title(record: Mapping[str, Any]) -> str:
    name, latin = record.get("display_name"), record.get("display_name_latin")
    if not name:
        return f"{'Criminal case' if record['kind'] == 'case' else 'Casualty'} {record['id']}"
    return f"{name} ({latin})" if latin and latin != name else str(name)


def _date(record: Mapping[str, Any]) -> str:
    return str(record["updated_at"])[:10]


def _csl(record: Mapping[str, Any], where: str) -> str:
    item = {
        "id": record["id"],
        "type": "entry",
        "title": _title(record),
        "container-title": REGISTRY,
        "number": record["id"],
        "version": str(record["version"]),
        "issued": {"date-parts": [[int(part) for part in _date(record).split("-")]]},
        "URL": where,
    }
    return orjson.dumps([item]).decode()


def _bibtex(record: Mapping[str, Any], where: str) -> str:
    year, month, _ = _date(record).split("-")
    fields = {
        "title": "{" + _escaped(_title(record)) + "}",
        "howpublished": f"{REGISTRY}, record {record['id']}, version {record['version']}",
        "year": year,
        "month": str(int(month)),
        "url": where,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{record['id']},\n{lines}}}\n"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _WORDS.get(found[0], "\\" + found[0]), text)


def _text(record: Mapping[str, Any], where: str) -> str:
    return (
        f"{_title(record)}. {REGISTRY}, record {record['id']}, version {record['version']}, {_date(record)}. {where}\n"
    )
