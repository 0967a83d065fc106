"""Maintainers' changes of one record; each names the version that it was made from."""

from typing import Any

from fastapi import APIRouter, Request, Response

from schemas.base import Kind
from schemas.correction import Correction, Redaction, StateChange
from schemas.merge import Split, SplitRequest
from schemas.results import Reason
from service.http.answers import answer, answer_served
from service.http.auth import Administrator, Reviewer
from service.http.idempotency import Once
from service.http.parameters import Db
from service.http.preconditions import Condition
from service.usecases.change_record import correct_record, redact, restore, withdraw
from service.usecases.split_record import split


def add_changes(router: APIRouter, kind: Kind, id_type: Any, model: type) -> None:
    """`PATCH /{id}` and `POST /{id}/withdraw`, `/restore`, `/split`, `/redact`."""

    async def correct(
        request: Request, id: id_type, body: Correction, db: Db, actor: Reviewer, condition: Condition, once: Once
    ) -> Response:
        """Correct facts. `null` removes one; dotted paths reach into a case (`defendants.d1.born`).

        A correction is itself a report, cited as the maintainer's statement or as the document given.
        """
        made = await correct_record(
            db, kind=kind, id=id, if_match=condition, set=dict(body.set), document=body.document, reason=body.reason,
            actor=actor, idempotency=once,
        )  # fmt: skip
        return answer_served(request, made)

    async def take_away(
        id: id_type, db: Db, actor: Reviewer, condition: Condition, once: Once, body: Reason | None = None
    ) -> Response:
        """Withdraw the record: its address answers 410 until it is restored."""
        reason = body.reason if body else None
        made = await withdraw(db, kind=kind, id=id, if_match=condition, reason=reason, actor=actor, idempotency=once)
        return answer(made)

    async def bring_back(
        id: id_type, db: Db, actor: Reviewer, condition: Condition, once: Once, body: Reason | None = None
    ) -> Response:
        """Restore a withdrawn record. The tag to name is that of the 410 answer."""
        reason = body.reason if body else None
        made = await restore(db, kind=kind, id=id, if_match=condition, reason=reason, actor=actor, idempotency=once)
        return answer(made)

    async def take_apart(
        id: id_type, body: SplitRequest, db: Db, actor: Reviewer, condition: Condition, once: Once
    ) -> Response:
        """Move reports that speak of someone else into a record of their own; the two are kept apart from then on."""
        made = await split(
            db, kind=kind, id=id, if_match=condition, report_ids=list(body.report_ids), reason=body.reason,
            actor=actor, idempotency=once,
        )  # fmt: skip
        return answer(made, 201)

    async def hide(
        id: id_type, body: Redaction, db: Db, actor: Administrator, condition: Condition, once: Once
    ) -> Response:
        """Redact fields, or all of the record, in every version. This can't be undone by a re-import."""
        fields = "all" if body.fields == "all" else list(body.fields)
        made = await redact(
            db, kind=kind, id=id, if_match=condition, fields=fields, reason=body.reason, actor=actor, idempotency=once
        )
        return answer(made)

    router.patch("/{id}", operation_id=f"correct_{kind}", response_model=model)(correct)
    router.post("/{id}/withdraw", operation_id=f"withdraw_{kind}", response_model=StateChange)(take_away)
    router.post("/{id}/restore", operation_id=f"restore_{kind}", response_model=StateChange)(bring_back)
    router.post("/{id}/split", operation_id=f"split_{kind}", status_code=201, response_model=Split)(take_apart)
    router.post("/{id}/redact", operation_id=f"redact_{kind}", response_model=StateChange)(hide)
