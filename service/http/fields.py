"""`fields=`: some fields of a record."""

from dataclasses import dataclass
from datetime import datetime

import orjson
from pydantic import BaseModel

from service.errors import Unprocessable
from service.http.answers import Served
from service.http.preconditions import tag_of_part


@dataclass(frozen=True, slots=True)
class Part:
    """Some fields of a stored representation, under a tag of its own that still names the version."""

    body: bytes
    etag: str
    last_modified: datetime
    version: int


def read_fields(text: str, model: type[BaseModel]) -> frozenset[str]:
    """The names in a comma-separated list; Unprocessable for one that `model` does not have."""
    names = frozenset(name.strip() for name in text.split(","))
    known = {field.alias or name for name, field in model.model_fields.items()}
    unknown = sorted(names - known)
    if unknown:
        detail = f"no such field: {unknown[0][:80] or 'an empty name'}; there are {', '.join(sorted(known))}"
        raise Unprocessable.at("/query/fields", detail)
    return names


def select(served: Served, names: frozenset[str]) -> Part:
    """The fields of these names, in the document's order."""
    document = orjson.loads(served.body)
    body = orjson.dumps({name: value for name, value in document.items() if name in names})
    return Part(body, tag_of_part(served.etag, body), served.last_modified, served.version)
