"""What describes the exports: a Data Package (Frictionless, specification 1) of the files beside it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from schemas.exports import cases, casualties

NAME: Final = "datapackage.json"
# Where an id leads today, and the survivor of its own merge, which may have been merged further (or parted again).
REDIRECT_COLUMNS: Final = ("id", "kind", "merged_into", "survivor")
_INTEGERS: Final = ("version", "count", "independent_sources")
_INSTANTS: Final = ("updated_at",)
_FILES: Final[Mapping[str, str]] = {
    "casualties.ndjson": "Soldiers, one record a line, as the service answers them",
    "cases.ndjson": "Criminal cases, one record a line, as the service answers them",
    "casualties.ftm.ndjson": "Soldiers as FollowTheMoney entities",
    "cases.ftm.ndjson": "Criminal cases and their defendants as FollowTheMoney entities",
}


def datapackage() -> dict[str, Any]:
    """The descriptor; paths are relative to where it lies itself."""
    return {
        "name": "poimenno",
        "title": "Poimenno",
        "description": "Named Russian soldiers killed in the war against Ukraine, and criminal cases, every fact with "
        "its source. What the columns hold is told in the codebook.",
        "profile": "data-package",
        "resources": [
            _table("casualties", "Soldiers: a row for each, the chosen value of each fact", casualties.COLUMNS, ["id"]),
            _table("cases", "Criminal cases: a row for each defendant", cases.COLUMNS, ["id", "defendant"]),
            _table("redirects", "Ids that were merged away, and where they lead", REDIRECT_COLUMNS, ["id"]),
            *(_file(path, title) for path, title in _FILES.items()),
        ],
    }


def _table(name: str, title: str, columns: Iterable[str], key: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(column) for column in columns], "primaryKey": key, "missingValues": [""]},
    }


def _field(name: str) -> dict[str, Any]:
    """Dates are EDTF, and so they are texts."""
    if name in _INTEGERS:
        return {"name": name, "type": "integer"}
    if name in _INSTANTS:
        return {"name": name, "type": "datetime", "format": "%Y-%m-%dT%H:%M:%S.%fZ"}
    required = {"constraints": {"required": True}} if name == "id" else {}
    return {"name": name, "type": "string", **required}


def _file(path: str, title: str) -> dict[str, Any]:
    name = path.removesuffix(".ndjson").replace(".", "-") + ("" if ".ftm." in path else "-records")
    return {
        "name": name,
        "title": title,
        "path": path,
        "profile": "data-resource",
        "format": "ndjson",
        "mediatype": "application/x-ndjson",
        "encoding": "utf-8",
    }
