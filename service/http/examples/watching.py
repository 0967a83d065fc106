"""Examples: webhooks."""

from typing import Any, Final

from service.http.examples.example import Example
from service.http.examples.people import WEBHOOK

_CURSOR: Final = "WyI0YjFiN2U5YSIsMjBd"
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
}
