"""Templates: where they are, what they may call, and how a page goes out.

A template gets `say` (words of the page's language), `date` and `moment` (times in words), `asset` (addresses of static
files), `actor` (who asks, None for the public) and the filters of `service.web.filters`. Everything is escaped; nothing
that is missing passes for empty. A page runs no script and uses no style but our own files, which the policy holds
browsers to.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
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
    return Response(part(request, template, **values), status, {**headers_of(request), **(headers or {})}, HTML)


def _common(request: Request, language: Language) -> dict[str, Any]:
    return {
        "say": language.say,
        "language": language,
        "date": partial(date_in_words, language=language),
        "moment": partial(moment_in_words, language=language),
        "asset": address_of,
        "path": request.url.path,
        "actor": getattr(request.state, "actor", None),
    }


def is_fragment(request: Request) -> bool:
    """Whether a part of the page is asked for, by its own script, and not the whole."""
    headers = request.headers
    return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"


@dataclass(frozen=True, slots=True)
class Halves:
    """A page that is sent while it is made: what comes before its rows, between rows and end, and after the end."""

    before: str
    between: str
    after: str


def halves(request: Request, template: str, **values: Any) -> Halves:
    """The page in the pieces between its two marks `ROWS` and `END`, which no escaped text can hold."""
    before, between, after = re.split("<!--(?:ROWS|END)-->", part(request, template, **values))
    return Halves(before, between, after)


def part(request: Request, template: str, **values: Any) -> str:
    """What `template` makes of `values`, for a page that is sent in parts."""
    return TEMPLATES.get_template(template).render(**_common(request, language_of(request)), **values)


def headers_of(request: Request) -> dict[str, str]:
    """The headers of every page."""
    return {
        "Content-Security-Policy": POLICY,
        "Content-Language": language_of(request).code,
        "Vary": "Accept, HX-Request",
    }
