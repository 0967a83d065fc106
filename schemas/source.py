"""Who publishes the documents that reports cite."""

from typing import Annotated

from pydantic import Field

from schemas.base import Contract, OptionalLine, Slug
from schemas.document import OptionalUrl


class NewSource(Contract):
    """A source to make known; `official` lets its documents count as official ones."""

    slug: Slug
    name: OptionalLine = None
    url: OptionalUrl = None
    official: bool = False


class SourceChange(Contract):
    """What to change of a source; fields left out stay as they are."""

    name: OptionalLine = None
    url: OptionalUrl = None
    official: bool | None = None


class Source(Contract):
    """A source and how much of it the registry holds."""

    slug: str
    name: str | None = None
    url: str | None = None
    official: bool
    documents: Annotated[int | None, Field(ge=0)] = None
    reports: Annotated[int | None, Field(ge=0)] = None


class Sources(Contract):
    """One page of sources, by slug."""

    items: tuple[Source, ...]
    next: str | None = None
    total: int | None = None
