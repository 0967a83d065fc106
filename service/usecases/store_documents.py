"""Storing what reports cite: each work once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from schemas.document import Document
from service.registry.fingerprint import document_identity
from service.storage import documents
from service.storage.transaction import Tx
from service.usecases.ids import new_id
from service.usecases.read_reports import Incoming

_RETRACTED: Final = "document: is retracted; the report is kept, and tells nothing in a record as long as it is"


async def store_documents(tx: Tx, cited: Iterable[Document]) -> dict[str, str]:
    """The ids of the documents by identity; one that is known keeps the metadata it has."""
    wanted: dict[str, dict[str, object]] = {}
    for document in cited:
        wanted.setdefault(document_identity(document), {"id": new_id("doc"), **document.model_dump()})
    return await documents.ensure_documents(tx, wanted)


async def doubt_retracted(tx: Tx, items: Sequence[Incoming], document_ids: Mapping[str, str]) -> list[Incoming]:
    """The reports, with a warning on those that cite a retracted document; `document_ids` by identity."""
    retracted = await documents.retracted(tx, document_ids.values())
    return [doubted(item) if document_ids[item.identity] in retracted else item for item in items]


def doubted(item: Incoming) -> Incoming:
    """The report with the warning that its document is retracted."""
    return item if _RETRACTED in item.warnings else replace(item, warnings=(*item.warnings, _RETRACTED))
