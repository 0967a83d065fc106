"""A record as a small page for the frame in which reconciliation tools show it, and as a few words beside a list."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import escape
from typing import Any, Final

from service.registry.properties import PROPERTIES, TYPES
from service.registry.summary import shown_name, summary_line

Document = Mapping[str, Any]

WIDTH: Final = 420
HEIGHT: Final = 320
_STYLE: Final = (
    ":root{color-scheme:light dark}body{font:14px/1.4 system-ui,sans-serif;margin:0;padding:.75rem}"
    "h1{font:600 1.15rem/1.3 Georgia,serif;margin:0 0 .25rem}p{margin:.25rem 0}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .75rem;margin:.5rem 0}"
    "dt{opacity:.7}dd{margin:0}ol{padding-left:1.25rem;margin:.5rem 0}"
)
_HASH: Final = b64encode(sha256(_STYLE.encode()).digest()).decode()
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors *; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""Framed by anybody; runs and fetches nothing."""
_SHOWN: Final = (
    "latin_name", "status", "died", "born", "region_name", "place", "rank", "unit", "category", "court", "case_number",
    "charge", "stage", "sentence",
)  # fmt: skip
_MOST_CITED: Final = 5


def preview_page(document: Document) -> str:
    """The page of a record: who, what is known, and what says so."""
    name = escape(shown_name(document))
    facts = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in _facts(document))
    cited = "".join(f"<li>{_citation(one)}</li>" for one in document["citations"][:_MOST_CITED])
    plural = "casualties" if document["kind"] == "casualty" else "cases"
    record = (
        f'<a href="/v1/{plural}/{escape(document["id"])}" target="_blank" rel="noopener">{escape(document["id"])}</a>'
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{name}</h1><p>{TYPES[document['kind']]}, {record}</p><dl>{facts}</dl><ol>{cited}</ol></body></html>"
    )


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    for id_ in _SHOWN:
        values = PROPERTIES[id_].values(document)
        if values:
            yield PROPERTIES[id_].name, "; ".join(str(value).replace("_", " ") for value in values)


def _citation(one: Document) -> str:
    said = ", ".join(str(one[part]) for part in ("source", "title", "published_on", "locator") if one[part])
    if not one["url"]:
        return escape(said)
    return f'<a href="{escape(one["url"])}" target="_blank" rel="noopener noreferrer">{escape(said)}</a>'


def flyout(title: str, text: str) -> str:
    """A few words as HTML that is shown within somebody else's page."""
    return f"<p><strong>{escape(title)}</strong></p><p>{escape(text)}</p>"


def record_flyout(document: Document) -> str:
    """The flyout of a record."""
    return flyout(shown_name(document), f"{TYPES[document['kind']]}: {summary_line(document)}")
