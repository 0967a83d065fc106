"""A target for webhooks on loopback, and the check of a signature that a receiver makes."""

import hashlib
import hmac
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson

LOOPBACK = "127.0.0.0/8"


@dataclass(frozen=True, slots=True)
class Received:
    """One request that arrived."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """The message's id."""
        return self.headers["webhook-id"]

    @property
    def message(self) -> dict[str, Any]:
        """The body, parsed."""
        message: dict[str, Any] = orjson.loads(self.body)
        return message


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered: a status, headers, a body; `hangs` until the target is closed."""

    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    hangs: bool = False


@dataclass(slots=True)
class Receiver:
    """What arrived at `url`, and what is answered to it (by default 204)."""

    url: str
    received: list[Received] = field(default_factory=list)
    answer: Callable[[Received], Reply] = lambda _: Reply()
    closed: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def answers(self, reply: Reply) -> None:
        """Answer this from now on."""
        self.answer = lambda _: reply

    def take(self, received: Received) -> Reply:
        """Note a request and tell those who wait for it."""
        with self.arrived:
            self.received.append(received)
            self.arrived.notify_all()
        return self.answer(received)

    def wait(self, enough: Callable[[], bool], seconds: float) -> bool:
        """Wait until what arrived is `enough`; whether it was in time."""
        with self.arrived:
            return self.arrived.wait_for(enough, seconds)

    @property
    def told(self) -> list[tuple[str, str]]:
        """Type and record of each message."""
        return [(one.message["type"], one.message["data"].get("id", "")) for one in self.received]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A target that answers until the `with` ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = self.rfile.read(length)
            if len(body) < length:  # who sent it was killed meanwhile
                self.close_connection = True
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = receiver.take(Received(self.path, headers, body))
            if reply.hangs:
                receiver.closed.wait()
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status != 204:
                self.send_header("content-length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST  # noqa: N815 - http.server's name

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """Nothing: who asks may hang up at any time."""

    server = Server(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hook")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.closed.set()
        server.shutdown()
        thread.join()
        server.server_close()


def signature(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    """What the specification says that a message is signed with: HMAC-SHA256 over `id.timestamp.body`, in base64."""
    content = f"{message_id}.{stamp}.".encode() + body
    key = b64decode(secret.removeprefix("whsec_"), validate=True)
    return "v1," + b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def is_signed(received: Received, secret: str) -> bool:
    """Whether a message carries the signature of a secret."""
    headers = received.headers
    expected = signature(secret, headers["webhook-id"], headers["webhook-timestamp"], received.body)
    return expected in headers["webhook-signature"].split(" ")
