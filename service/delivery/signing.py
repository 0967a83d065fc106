"""Signatures of the Standard Webhooks specification (standardwebhooks.com), version 1 of its symmetric scheme.

No secret is stored: it is the keyed hash of the webhook's id and a random salt, under the key of the registry, which
lies outside of the database. So a stolen dump signs nothing.
"""

import hmac
import secrets
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Final

PREFIX: Final = "whsec_"
_SALT_BYTES: Final = 16


def new_salt() -> bytes:
    """What tells a secret from those before it."""
    return secrets.token_bytes(_SALT_BYTES)


def secret_of(key: bytes, webhook_id: str, salt: bytes) -> str:
    """The secret of a webhook as its owner is shown it: `whsec_` and 32 bytes in base64."""
    return PREFIX + b64encode(_derived(key, webhook_id, salt)).decode()


def signed(
    key: bytes, webhook_id: str, salts: Sequence[bytes], *, message_id: str, at: datetime, body: bytes
) -> dict[str, str]:
    """The three headers of a message; one signature for each salt, so that a secret can be changed without a gap."""
    stamp = str(int(at.timestamp()))
    content = b".".join((message_id.encode(), stamp.encode(), body))
    signatures = (hmac.digest(_derived(key, webhook_id, salt), content, "sha256") for salt in salts)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{b64encode(one).decode()}" for one in signatures),
    }


def _derived(key: bytes, webhook_id: str, salt: bytes) -> bytes:
    return hmac.digest(key, b"webhook\0" + webhook_id.encode() + b"\0" + salt, "sha256")
