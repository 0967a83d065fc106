"""Leave for pages of other sites to ask (the Fetch standard's CORS protocol), at some addresses and no others.

The Reconciliation API asks for it at all its addresses alike, errors included. No credentials are allowed: what needs a
key gets it in a header.
"""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ANYBODY: Final = (b"access-control-allow-origin", b"*")
_PREFLIGHT: Final = [
    _ANYBODY,
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Authorization, Content-Type"),
    (b"access-control-max-age", b"86400"),
]


class CrossOrigin:
    """Adds the header to every answer under `prefix`, and answers what browsers ask beforehand."""

    def __init__(self, app: ASGIApp, *, prefix: str) -> None:
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._is_here(scope["path"]):
            await self.app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": _PREFLIGHT})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self.app(scope, receive, _allowing(send))

    def _is_here(self, path: str) -> bool:
        return path == self.prefix or path.startswith(self.prefix + "/")


def _allowing(send: Send) -> Send:
    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], _ANYBODY]
        await send(message)

    return send_on
