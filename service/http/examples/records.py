"""Examples: records of both kinds, their history and their changes."""

from typing import Any, Final

from service.http.examples.example import Example
from service.http.examples.people import (
    CASE,
    CASE_DOCUMENT,
    CASE_REPORT,
    DOCUMENT,
    ETAG,
    NAME,
    REPORT,
    SOLDIER,
)
