"""Storing what reports cite: each work once."""

from collections.abc import Iterable

from schemas.document import Document
from service.registry.fingerprint import document_identity
from service.storage import documents
from service.storage.transaction import Tx
from service.usecases.ids import new_id


async def store_documents(tx: Tx, cited: Iterable[Document]) -> dict[str, str]:
    """The ids of the documents by identity; one that is known keeps the metadata it has."""
    wanted: dict[str, dict[str, object]] = {}
    for document in cited:
        wanted.setdefault(document_identity(document), {"id": new_id("doc"), **document.model_dump()})
    return await documents.ensure_documents(tx, wanted)
