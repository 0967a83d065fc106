"""Examples: requests of the public, keys, health."""

from typing import Final

from service.http.examples.example import Example
from service.http.examples.people import KEY, REQUEST, SOLDIER

_ASKED = {
    "type": "correction",
    "record_id": SOLDIER,
    "message": "His name is written with a soft sign in his passport.",
    "contact": "relative@example.org",
}
_REQUEST = {
    **_ASKED,
    "id": REQUEST,
    "state": "open",
    "received_at": "2024-06-05T09:30:00Z",
    "resolved_at": None,
    "resolved_by": None,
    "resolution": None,
}
_KEY = {
    "id": KEY,
    "name": "Mediazona import",
    "scope": "submit",
    "partner": "mediazona",
    "created_at": "2024-06-05T09:30:00Z",
    "expires_at": None,
    "revoked_at": None,
    "last_used_at": None,
}
_SETTLED = {"state": "accepted", "resolution": "corrected after the relative sent a copy of the passport"}

EXAMPLES: Final = {
    "create_request": Example(
        request=_ASKED, response={"id": REQUEST, "state": "open", "received_at": "2024-06-05T09:30:00Z"}
    ),
    "list_requests": Example(parameters={"state": "open"}, response={"items": [_REQUEST], "next": None}),
    "resolve_request": Example(
        parameters={"request_id": REQUEST},
        request=_SETTLED,
        response={**_REQUEST, **_SETTLED, "resolved_at": "2024-06-06T10:00:00Z", "resolved_by": "reviewer-1"},
    ),
    "create_key": Example(
        request={"name": "Mediazona import", "scope": "submit", "partner": "mediazona"},
        response={**_KEY, "key": "pmn_EXAMPLE"},
    ),
    "list_keys": Example(response={"items": [_KEY], "next": None}),
    "revoke_key": Example(parameters={"key_id": KEY}, response={**_KEY, "revoked_at": "2024-07-01T08:00:00Z"}),
    "read_home": Example(
        response={
            "name": "Poimenno",
            "version": "0.1.0",
            "documentation": "/docs",
            "openapi": "/openapi.json",
            "api": "/v1",
        }
    ),
    "read_health": Example(response={"status": "ok"}),
    "read_readiness": Example(response={"status": "ok", "database": "ok", "migrations": "ok"}),
    "read_metrics": Example(
        media="text/plain",
        response='poimenno_http_request_seconds_count{method="GET",route="/v1/casualties/{id}",status="200"} 12.0\n',
    ),
}
