"""The manifest of the reconciliation service: what it offers, and where."""

from typing import Any

from schemas.reconcile import BATCH_QUERIES, VERSION
from service.http.preview_page import HEIGHT, WIDTH
from service.registry.properties import TYPES
from service.version import VERSION as SERVICE_VERSION

_LIMIT = {
    "name": "limit",
    "label": "Limit",
    "type": "number",
    "default": 0,
    "help_text": "Most values in one row (0: all of them)",
}
# As securityDefinitions of OpenAPI 2 have it, which is what the standard's schema asks for.
_KEY = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "description": "An API key: `Bearer pmn_…`",
}


def manifest(base: str, *, public: bool) -> dict[str, Any]:
    """The manifest of the service at `base` (scheme and host, no slash); `public`: reading needs no key."""
    page = f"{base}/reconcile/preview?id={{{{id}}}}"
    return {
        "versions": [VERSION],
        "name": "Poimenno",
        "identifierSpace": f"{base}/reconcile/preview?id=",
        "schemaSpace": f"{base}/docs",
        "documentation": f"{base}/docs",
        "serviceVersion": SERVICE_VERSION,
        "defaultTypes": [{"id": id_, "name": name} for id_, name in TYPES.items()],
        "view": {"url": page},
        "preview": {"url": page, "width": WIDTH, "height": HEIGHT},
        "suggest": {what: _suggest(base, what) for what in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/reconcile/properties"},
            "property_settings": [_LIMIT],
        },
        "batchSize": BATCH_QUERIES,
        **({} if public else {"authentication": _KEY}),
    }


def _suggest(base: str, what: str) -> dict[str, str]:
    return {
        "service_url": base,
        "service_path": f"/reconcile/suggest/{what}",
        "flyout_service_url": base,
        "flyout_service_path": f"/reconcile/flyout/{what}?id=${{id}}",
    }
