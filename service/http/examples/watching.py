"""Examples: webhooks and Atom feeds."""

from datetime import UTC, datetime
from typing import Any, Final

from service.http.atom import MEDIA, Head, feed
from service.http.examples.example import Example
from service.http.examples.people import NAME, SOLDIER, WEBHOOK
from service.http.examples.records import SOLDIER_RECORD
from service.usecases.recent_records import Recent

_CURSOR: Final = "WyI0YjFiN2U5YSIsMjBd"
_BASE: Final = "https://registry.example"
_HOOK: Final = {
    "id": WEBHOOK,
    "partner": "mediazona",
    "url": "https://hooks.partner.example/poimenno",
    "description": "soldiers from Bashkortostan",
    "kind": "casualty",
    "region": ["RU-BA"],
    "court": [],
    "types": [],
    "q": None,
    "include": "record",
    "state": "active",
    "disabled_at": None,
    "disabled_reason": None,
    "cursor": _CURSOR,
    "behind": 0,
    "failures": 0,
    "failing_since": None,
    "next_attempt_at": None,
    "delivered_at": "2024-06-06T10:00:01.204511Z",
    "created_at": "2024-06-05T09:30:00.000000Z",
}
_DISABLED = {
    "state": "disabled",
    "disabled_at": "2024-06-08T10:00:00.000000Z",
    "disabled_reason": "no attempt succeeded for a day; the last: it answered 500",
}
_SECRET = {"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="}
_ONE = {"webhook_id": WEBHOOK}
_RECENT = Recent(
    SOLDIER, "casualty", "published", 1, SOLDIER, SOLDIER_RECORD,
    datetime(2024, 6, 5, 9, 30, tzinfo=UTC), datetime(2024, 6, 5, 9, 30, tzinfo=UTC),
)  # fmt: skip


def _feed(path: str, title: str) -> str:
    address = f"{_BASE}/v1/{path}"
    head = Head("4b1b7e9a", "3f1c9d0e5b7a2468", title, _BASE, {"self": address, "first": address})
    return feed(head, (_RECENT,)).decode()


def _hook(changed: dict[str, Any] | None = None, request: Any = None) -> Example:
    return Example(parameters=_ONE, request=request, response={**_HOOK, **(changed or {})})


EXAMPLES: Final = {
    "create_webhook": Example(
        request={
            "url": _HOOK["url"],
            "description": _HOOK["description"],
            "kind": "casualty",
            "region": ["RU-BA"],
            "include": "record",
        },
        response={**_HOOK, "delivered_at": None, **_SECRET},
    ),
    "list_webhooks": Example(response={"items": [_HOOK], "next": None}),
    "read_webhook": _hook(),
    "update_webhook": _hook({"types": ["published", "redacted"]}, {"types": ["published", "redacted"]}),
    "delete_webhook": _hook(),
    "rotate_webhook_secret": _hook(_SECRET),
    "test_webhook": Example(
        parameters=_ONE, response={"webhook_id": WEBHOOK, "message_id": "msg-9d3k7v5x1b", "type": "webhook.test"}
    ),
    "replay_webhook": _hook({"cursor": _CURSOR, "behind": 12}, {"since": _CURSOR}),
    "enable_webhook": _hook(),
    "disable_webhook": _hook(_DISABLED),
    "list_deliveries": Example(
        parameters=_ONE,
        response={
            "items": [
                {
                    "message_id": f"{WEBHOOK}-21",
                    "type": "casualty.published",
                    "seq": 21,
                    "attempt": 2,
                    "at": "2024-06-05T09:30:07.104233Z",
                    "ms": 84,
                    "outcome": "delivered",
                    "status": 204,
                    "error": None,
                },
                {
                    "message_id": f"{WEBHOOK}-21",
                    "type": "casualty.published",
                    "seq": 21,
                    "attempt": 1,
                    "at": "2024-06-05T09:30:01.021544Z",
                    "ms": 1033,
                    "outcome": "failed",
                    "status": 502,
                    "error": None,
                },
            ],
            "next": None,
        },
    ),
    "watch_changes": Example(
        parameters={"kind": "casualty", "region": ["RU-BA"]},
        response=_feed("changes.atom?kind=casualty&region=RU-BA", "Poimenno: new and changed records"),
        media=MEDIA,
    ),
    "watch_name": Example(
        parameters={"q": NAME}, response=_feed("search.atom?q=Ruslan+Hisamutdinov", f"Poimenno: {NAME}"), media=MEDIA
    ),
}
