"""The official schemas of the Reconciliation Service API 0.2 (draft 7), where they lie beside the project."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

SCHEMAS = Path(__file__).parents[4] / "shared" / "data" / "reconcile-0.2" / "schemas"


def hold(value: Any, name: str) -> None:
    """Hold `value` against the official schema `name`, if it is here; the manifest refers to OpenAPI's own schema."""
    if SCHEMAS.exists():
        _validator(name).validate(value)


@lru_cache
def _validator(name: str) -> Draft7Validator:
    schemas = [orjson.loads(path.read_bytes()) for path in SCHEMAS.glob("*.json")]
    known = Registry().with_resources((one["$id"], Resource.from_contents(one, DRAFT7)) for one in schemas)
    found = orjson.loads((SCHEMAS / f"{name}.json").read_bytes())
    return Draft7Validator(found, registry=known)
