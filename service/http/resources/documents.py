"""Documents that turn out not to hold."""

from typing import Annotated

from fastapi import Body, Response

from schemas.results import DocumentState, Reason
from service.http.answers import answer
from service.http.auth import Reviewer
from service.http.idempotency import Once
from service.http.parameters import Db, DocumentPath
from service.http.route import resource
from service.usecases.retract_report import retract_document, unretract_document

router = resource("documents")
OptionalReason = Annotated[Reason | None, Body()]


@router.post("/documents/{document_id}/retract", operation_id="retract_document", response_model=DocumentState)
async def retract(
    document_id: DocumentPath, db: Db, actor: Reviewer, once: Once, body: OptionalReason = None
) -> Response:
    """Drop every fact that rests on this document alone, in new versions; records left with no report are withdrawn."""
    reason = body.reason if body else None
    return answer(await retract_document(db, document_id=document_id, actor=actor, reason=reason, idempotency=once))


@router.post("/documents/{document_id}/unretract", operation_id="unretract_document", response_model=DocumentState)
async def unretract(
    document_id: DocumentPath, db: Db, actor: Reviewer, once: Once, body: OptionalReason = None
) -> Response:
    """Let a retracted document count again."""
    reason = body.reason if body else None
    return answer(await unretract_document(db, document_id=document_id, actor=actor, reason=reason, idempotency=once))
