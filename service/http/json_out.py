"""Values into JSON bytes."""

import json
import re
from collections.abc import Callable
from typing import Any

import orjson

_SURROGATE = re.compile("[\ud800-\udfff]")


def dump(value: Any, default: Callable[[object], Any] | None = None) -> bytes:
    """`value` as UTF-8 JSON; `default` makes JSON-ready what isn't.

    Lone surrogates, which only an error's echo of what was sent can hold, become U+FFFD.
    """
    try:
        return orjson.dumps(value, default, orjson.OPT_UTC_Z)
    except orjson.JSONEncodeError:
        plain = json.loads(json.dumps(value, default=default))
        return orjson.dumps(_scrubbed(plain), option=orjson.OPT_UTC_Z)


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("�", value)
    if isinstance(value, dict):
        return {_scrubbed(key): _scrubbed(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_scrubbed(one) for one in value]
    return value
