"""Atom feeds (RFC 4287), paged after RFC 5005: what was changed last, for feed readers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from service.http.resources.records import PLURALS
from service.registry.summary import shown_name, summary_line
from service.usecases.instants import instant_text
from service.usecases.recent_records import Recent
from service.version import VERSION

MEDIA: Final = "application/atom+xml"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_URN: Final = "urn:poimenno:"
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed says of itself: the `registry` and the `question` make its id; addresses are absolute."""

    registry: str
    question: str
    title: str
    base: str
    links: Mapping[str, str]


def updated_at(records: tuple[Recent, ...]) -> datetime:
    """When a feed was changed last: with its newest record; long ago where it has none."""
    return records[0].updated_at if records else _NEVER


def feed(head: Head, records: tuple[Recent, ...]) -> bytes:
    """The feed as a document in UTF-8.

    Each entry is a record's last change: its id names the version, so that readers show a changed record as new.
    """
    root = Element("feed", xmlns=_NAMESPACE)
    _text(root, "id", f"{_URN}{head.registry}:{head.question}")
    _text(root, "title", head.title)
    _text(root, "updated", instant_text(updated_at(records)))
    _text(SubElement(root, "author"), "name", "Poimenno")
    SubElement(root, "generator", version=VERSION).text = "Poimenno"
    for rel, address in head.links.items():
        SubElement(root, "link", rel=rel, type=MEDIA, href=address)
    for record in records:
        _entry(root, head, record)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _entry(root: Element, head: Head, record: Recent) -> None:
    entry = SubElement(root, "entry")
    _text(entry, "id", f"{_URN}{head.registry}:{record.id}:{record.version}")
    _text(entry, "title", _title(record))
    _text(entry, "updated", instant_text(record.updated_at))
    _text(entry, "published", instant_text(record.created_at))
    SubElement(entry, "category", term=record.kind)
    SubElement(entry, "category", term=_what(record))
    address = f"{head.base}/v1/{PLURALS[record.kind]}/{record.root_id}"
    SubElement(entry, "link", rel="alternate", type="application/json", href=address)
    if record.state == "published":
        _text(entry, "summary", summary_line(record.document))


def _what(record: Recent) -> str:
    """What became of the record."""
    if record.state != "published":
        return record.state
    return "published" if record.version == 1 else "updated"


def _title(record: Recent) -> str:
    """The name, and nothing of what is withdrawn or was merged."""
    if record.state == "merged":
        return f"{record.id} was merged into {record.root_id}"
    if record.state != "published":
        return f"{record.id} was withdrawn"
    return shown_name(record.document)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _allowed(text)


def _allowed(text: str) -> str:
    """The text without what XML 1.0 has no way to write (§2.2)."""
    return "".join(char if _is_allowed(char) else "\N{REPLACEMENT CHARACTER}" for char in text)


def _is_allowed(char: str) -> bool:
    code = ord(char)
    return char in "\t\n\r" or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
