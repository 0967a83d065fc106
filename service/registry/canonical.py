"""The one byte form of a document: RFC 8785 (JSON Canonicalization Scheme).

Written with `orjson`, compiled, which gives the same bytes as the Python library `rfc8785` for our documents: their
keys are ASCII (so that sorting by code point is sorting by UTF-16 unit), and their numbers are integers or amounts that
are written alike. `tests/service/registry/test_canonical.py` holds it to `rfc8785`.
"""

from collections.abc import Mapping
from typing import Any

import orjson


def canonical(document: Mapping[str, Any]) -> bytes:
    """The document in RFC 8785 form, UTF-8. Raises TypeError for what JSON does not have."""
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
