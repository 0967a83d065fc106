"""Values into JSON bytes."""

import re
from typing import Any

import orjson

_SURROGATE = re.compile("[\ud800-\udfff]")


def dump(value: Any) -> bytes:
    """`value` as UTF-8 JSON. Lone surrogates, which only an error's echo can hold, become U+FFFD."""
    try:
        return orjson.dumps(value, option=orjson.OPT_UTC_Z)
    except TypeError:
        return orjson.dumps(_scrubbed(value), option=orjson.OPT_UTC_Z)


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("�", value)
    if isinstance(value, dict):
        return {_scrubbed(key): _scrubbed(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_scrubbed(one) for one in value]
    return value
