"""HTTP/1.1 as people type it: addresses may hold letters as they are, and what can't be read is told as a problem."""

import re
import sys
from typing import Any, Final

from httptools import HttpParserInvalidMethodError
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from service.errors import Unreadable
from service.http.json_out import dump
from service.http.problems import MEDIA_TYPE, METHOD_NOT_ALLOWED, problem, problem_of

METHODS: Final = ("DELETE", "GET", "HEAD", "PATCH", "POST")
"""What some route of the service takes."""
RELEASE: Final = "release"
"""The name in the lifespan's state of what lets everyone go on who waits for something to happen."""
_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")
_REQUEST_LINE: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) [^ ]+ HTTP/1\.[01]\r?\n")


class Protocol(HttpToolsProtocol):
    """uvicorn's, for `curl 'http://…/v1/search?q=Хисамутдинов'`, which sends the letters unescaped.

    Only the first line of a request is touched, and only where the parser has begun none: a body can't grow by it.
    """

    _begun = False
    _data = b""

    def data_received(self, data: bytes) -> None:
        """Escape the letters of an address (RFC 3986 §2.5), then read as ever."""
        self._data = data if self._begun else with_escaped_address(data)
        super().data_received(self._data)

    def on_message_begin(self) -> None:
        """From its first byte on, the request is the parser's."""
        self._begun = True
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """The next byte begins another request."""
        super().on_message_complete()
        self._begun = False

    def shutdown(self) -> None:
        """The service stops: whoever waits for changes is answered now."""
        super().shutdown()
        if RELEASE in self.app_state:
            self.app_state[RELEASE]()

    def send_400_response(self, msg: str) -> None:
        """400 as a problem document (RFC 9457), `msg` being the parser's, who can't say more; 405 for a method that
        the parser does not know.
        """
        asked = _REQUEST_LINE.match(self._data) if isinstance(sys.exception(), HttpParserInvalidMethodError) else None
        members = _unknown_method(asked[1].decode()) if asked else problem_of(Unreadable(msg))
        self.transport.write(_last_answer(members))
        self.transport.close()

    def _unsupported_upgrade_warning(self) -> None:
        """Nothing: to go on in HTTP/1.1 is what the standard provides for (RFC 9110 §7.8), and curl asks often."""


def _unknown_method(method: str) -> dict[str, Any]:
    return problem(METHOD_NOT_ALLOWED, f"There is no method {method[:80]}; known are {', '.join(METHODS)}.")


def _last_answer(members: dict[str, Any]) -> bytes:
    """The answer that a connection ends with, since nobody knows where the next request would begin."""
    body = dump(members)
    reason = "Method Not Allowed" if members["status"] == 405 else "Bad Request"
    allow = f"allow: {', '.join(METHODS)}\r\n" if members["status"] == 405 else ""
    head = f"HTTP/1.1 {members['status']} {reason}\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n"
    return f"{head}{allow}connection: close\r\n\r\n".encode() + body


def with_escaped_address(data: bytes) -> bytes:
    """`data` with the bytes of its first line that are not ASCII percent-encoded."""
    end = data.find(b"\n")
    line = data if end < 0 else data[:end]
    return data if line.isascii() else _NOT_ASCII.sub(_escape, line) + data[len(line) :]


def _escape(byte: re.Match[bytes]) -> bytes:
    return b"%%%02X" % byte[0][0]
