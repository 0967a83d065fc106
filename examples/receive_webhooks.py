"""A receiver of webhooks, with nothing but Python's standard library. Run it behind a proxy that speaks https:

    WEBHOOK_SECRET=whsec_… python3 examples/receive_webhooks.py 9000

It takes a message whose signature is right and whose time is near (Standard Webhooks, standardwebhooks.com), once, and
prints it; 2xx is what tells the registry to go on.
"""

import hmac
import json
import os
import sys
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NEAR = 300
"""Seconds that a message's time may differ from ours: an older one was kept by somebody and sent again."""
LONGEST = 10_000_000

seen: set[str] = set()
"""Ids of messages taken. A receiver that is started again keeps them with what it stores."""


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether one of the signatures is the secret's, over `id.timestamp.body`, and the time is near."""
    message, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not stamp.isdecimal() or abs(now - int(stamp)) > NEAR:
        return False
    key = b64decode(secret.removeprefix("whsec_"))
    expected = b64encode(hmac.digest(key, f"{message}.{stamp}.".encode() + body, "sha256")).decode()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(f"v1,{expected}".encode(), one.encode()) for one in given)


class Receiver(BaseHTTPRequestHandler):
    """Takes POSTs."""

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("content-length", 0)), LONGEST))
        headers = {name.lower(): value for name, value in self.headers.items()}
        if not is_genuine(os.environ["WEBHOOK_SECRET"], headers, body, time.time()):
            self.send_error(401)
            return
        if headers["webhook-id"] not in seen:
            message = json.loads(body)
            print(message["type"], message["data"].get("id", ""), flush=True)
            seen.add(headers["webhook-id"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing besides what is printed."""


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver) as server:
        print(f"listening on port {server.server_port}", flush=True)
        server.serve_forever()
