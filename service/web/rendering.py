"""Templates: where they are, what they may call, and how a page goes out.

A template gets `say` (words of the page's language), `date` and `moment` (times in words), `asset` (addresses of static
files) and the filters of `service.web.filters`. Everything is escaped; nothing that is missing passes for empty. A page
runs no script and uses no style but our own files, which the policy holds browsers to.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.web.assets import address_of
from service.web.dates import date_in_words, moment_in_words
from service.web.filters import FILTERS
from service.web.words import Language, language_of

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HTML: Final = "text/html; charset=utf-8"


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(FILTERS)
    return made


TEMPLATES: Final = _environment()


def render(
    request: Request, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
) -> Response:
    """The page that `template` makes of `values`."""
    language = language_of(request)
    text = TEMPLATES.get_template(template).render(**_common(request, language), **values)
    given = {"Content-Security-Policy": POLICY, "Content-Language": language.code, "Vary": "Accept, HX-Request"}
    return Response(text, status, {**given, **(headers or {})}, HTML)


def _common(request: Request, language: Language) -> dict[str, Any]:
    return {
        "say": language.say,
        "language": language,
        "date": partial(date_in_words, language=language),
        "moment": partial(moment_in_words, language=language),
        "asset": address_of,
        "path": request.url.path,
    }


def is_fragment(request: Request) -> bool:
    """Whether a part of the page is asked for, by its own script, and not the whole."""
    headers = request.headers
    return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"
