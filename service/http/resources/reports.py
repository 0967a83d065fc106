"""Reports in, and taken back."""

from typing import Annotated, Any

from fastapi import Body, Query, Request, Response

from schemas.report import BATCH_REPORTS
from schemas.results import BatchAnswer, Reason, ReportState
from service.errors import Unprocessable, UnsupportedMedia
from service.http.answers import answer
from service.http.auth import Submitter
from service.http.body import NDJSON, NDJSON_NAMES, is_json, media_type
from service.http.idempotency import Once
from service.http.json_in import read_array, read_lines
from service.http.parameters import Db, ReportPath
from service.http.route import resource
from service.usecases.retract_report import retract_report, unretract_report
from service.usecases.submit_reports import submit_reports

router = resource("reports")
OptionalReason = Annotated[Reason | None, Body()]


@router.post("/reports", operation_id="submit_reports", response_model=BatchAnswer)
async def submit(
    request: Request,
    db: Db,
    actor: Submitter,
    once: Once,
    dry_run: Annotated[bool, Query(description="answer the same and change nothing")] = False,
) -> Response:
    """Send up to 1,000 reports, as a JSON array or one a line (`application/x-ndjson`).

    Each is answered in the order sent; one bad report, or one line that can't be read, is rejected alone. Sending the
    same again is harmless.
    """
    reports = _items(media_type(request, expected=f"`application/json` or `{NDJSON}`"), await request.body())
    if len(reports) > BATCH_REPORTS:
        detail = f"{len(reports)} reports; send at most {BATCH_REPORTS} at once"
        raise Unprocessable.at("", detail)
    idempotency = None if dry_run else once
    made = await submit_reports(db, reports=reports, actor=actor, dry_run=dry_run, idempotency=idempotency)
    return answer(made, path=request.url.path)


def _items(media: str, body: bytes) -> list[Any]:
    if media in NDJSON_NAMES:
        return read_lines(body)
    if is_json(media):
        return read_array(body)
    raise UnsupportedMedia(f"Send `application/json` or `{NDJSON}`.")


@router.post("/reports/{report_id}/retract", operation_id="retract_report", response_model=ReportState)
async def retract(report_id: ReportPath, db: Db, actor: Submitter, once: Once, body: OptionalReason = None) -> Response:
    """Take one report back: what rests on it alone leaves the record. A key reaches its own partner's reports."""
    reason = body.reason if body else None
    return answer(await retract_report(db, report_id=report_id, actor=actor, reason=reason, idempotency=once))


@router.post("/reports/{report_id}/unretract", operation_id="unretract_report", response_model=ReportState)
async def unretract(
    report_id: ReportPath, db: Db, actor: Submitter, once: Once, body: OptionalReason = None
) -> Response:
    """Let a report that was taken back count again."""
    reason = body.reason if body else None
    return answer(await unretract_report(db, report_id=report_id, actor=actor, reason=reason, idempotency=once))
