"""A reader's two ways to the maintainers: a correction with its source, and a request that needs none.

Both go into the queue of requests, which maintainers alone see; the answer is a receipt.
"""

from collections.abc import Mapping
from typing import Any, Final, get_args

from fastapi import Request, Response
from pydantic import ValidationError

from schemas.base import check_url
from schemas.problem import field_problems
from schemas.removal_request import NewRequest, RequestType
from service.errors import Gone, MergedAway
from service.http.auth import Anyone
from service.http.forms import read_form
from service.http.parameters import Db
from service.http.resources.record_reading import answer_moved
from service.registry.diff import read_document
from service.registry.summary import shown_name
from service.usecases.read_record import read_record
from service.usecases.requests import create_request
from service.web.page import pages
from service.web.record.facts import CASUALTY, DEFENDANT
from service.web.record_route import KindOf, RecordId, record_page
from service.web.rendering import render
from service.web.words import Language, language_of

router = pages()

TYPES: Final[tuple[RequestType, ...]] = get_args(RequestType)
FIELDS: Final = {
    "casualty": ("names", *CASUALTY, "related", "other"),
    "case": ("names", *DEFENDANT, "court", "case_numbers", "charges", "timeline", "related", "other"),
}
"""What a correction may be of."""
_CORRECTION: Final = ("field", "value", "source", "title", "locator", "contact")
_REQUEST: Final = ("type", "message", "contact")
_PRIVATE: Final = {"Cache-Control": "no-store"}
Given = Mapping[str, str]


@record_page(router, "/correct")
async def correction_form(request: Request, kind: KindOf, id: RecordId, db: Db, actor: Anyone) -> Response:
    """The form of a correction, which asks for its source."""
    return await _form(request, "correct", kind, id, dict.fromkeys(_CORRECTION, ""), [])


@record_page(router, "/correct", "POST")
async def suggest_correction(request: Request, kind: KindOf, id: RecordId, db: Db, actor: Anyone) -> Response:
    """Take a correction in."""
    given = dict.fromkeys(_CORRECTION, "") | await read_form(request, *_CORRECTION)
    language = language_of(request)
    wrong = list(_wrong_in_correction(given, language))
    message = _correction_in_words(given, kind, language)
    return await _take(request, "correct", kind, id, given, {"type": "correction", "message": message}, wrong)


@record_page(router, "/request")
async def request_form(request: Request, kind: KindOf, id: RecordId, db: Db, actor: Anyone) -> Response:
    """The form of a request for a correction or a removal."""
    return await _form(request, "request", kind, id, dict.fromkeys(_REQUEST, ""), [])


@record_page(router, "/request", "POST")
async def send_request(request: Request, kind: KindOf, id: RecordId, db: Db, actor: Anyone) -> Response:
    """Take a request in."""
    given = dict.fromkeys(_REQUEST, "") | await read_form(request, *_REQUEST)
    wrong = [] if given["message"].strip() else [language_of(request).say("request.needs_message")]
    asked = {"type": given["type"] if given["type"] in TYPES else TYPES[0], "message": given["message"]}
    return await _take(request, "request", kind, id, given, asked, wrong)


def _wrong_in_correction(given: Given, language: Language) -> Any:
    if not given["value"].strip():
        yield language.say("correct.needs_value")
    source = given["source"].strip()
    if not (source or given["title"].strip()):
        yield language.say("correct.needs_source")
    elif source:
        try:
            check_url(source)
        except ValueError:
            yield language.say("correct.bad_source")


def _correction_in_words(given: Given, kind: str, language: Language) -> str:
    """The suggestion as maintainers read it in the queue."""
    field = given["field"] if given["field"] in FIELDS[kind] else "other"
    lines = [f"{language.name('field', field)}: {given['value'].strip()}"]
    for name, key in (("source", "correct.source"), ("title", "correct.title_of"), ("locator", "correct.locator")):
        if given[name].strip():
            lines.append(f"{language.say(key)}: {given[name].strip()}")
    return "\n".join(lines)


async def _take(
    request: Request, form: str, kind: str, id_: str, given: Given, asked: Mapping[str, str], wrong: list[str]
) -> Response:
    """Store what was asked and give a receipt, or show the form again with what is wrong."""
    if not wrong:
        try:
            new = NewRequest.model_validate({**asked, "record_id": id_, "contact": given["contact"]})
        except ValidationError as error:
            wrong = [problem.detail for problem in field_problems(error, asked)]
    if wrong:
        return await _form(request, form, kind, id_, given, wrong)
    receipt = await create_request(
        request.app.state.db, type=new.type, record_id=new.record_id, message=new.message, contact=new.contact
    )
    return render(request, "request/receipt.html", 200, _PRIVATE, receipt=receipt, id=id_)


def _may_read(request: Request) -> bool:
    """Whether the asker may see more of the record than its id, which to ask about it is enough."""
    return bool(request.app.state.settings.public_read or request.state.actor)


async def _form(request: Request, form: str, kind: str, id_: str, given: Given, wrong: list[str]) -> Response:
    """The form with what was filled in. One about a withdrawn record is there, too; of a merged one, the survivor's."""
    try:
        served = await read_record(request.app.state.db, kind=kind, id=id_)
        name = shown_name(read_document(served.body)) if _may_read(request) else id_
    except MergedAway as moved:
        return answer_moved(request, moved)
    except Gone:
        name = id_
    values = {"id": id_, "kind": kind, "name": name, "given": given, "wrong": wrong}
    status = 422 if wrong else 200
    return render(request, f"request/{form}.html", status, _PRIVATE, **values, fields=FIELDS[kind], types=TYPES)
