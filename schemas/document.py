"""The cited work and what a report was taken from."""

from typing import Annotated, Literal

from pydantic import model_validator

from schemas.base import Contract, Optional_, OptionalLine, Slug, Url
from schemas.dates import EdtfDate

DocumentType = Literal["news", "brief", "obituary", "official", "court", "grave", "social", "list", "other"]
OptionalDate = Annotated[EdtfDate | None, Optional_]
OptionalUrl = Annotated[Url | None, Optional_]


class Document(Contract):
    """One cited work: a source and one canonical URL, or, without URL, source, title and date."""

    source: Slug
    type: DocumentType = "other"
    url: OptionalUrl = None
    title: OptionalLine = None
    published_on: OptionalDate = None
    retrieved_on: OptionalDate = None
    archived_url: OptionalUrl = None
    repost_of: OptionalUrl = None

    @model_validator(mode="after")
    def _can_be_found(self) -> "Document":
        if not (self.url or self.title):
            raise ValueError("a citation needs the document's `url` or its `title`")
        return self


class BasedOn(Contract):
    """A source that the report itself names as its origin ("as a regional channel wrote")."""

    source: Slug
    url: OptionalUrl = None
