"""What a JSON column takes, on SQLAlchemy's way, asyncpg's and by COPY."""

from typing import Any

import orjson


def to_json(value: Any) -> str:
    """The value as the text of a JSON column."""
    return orjson.dumps(value).decode()
