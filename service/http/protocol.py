"""HTTP/1.1 as people type it: addresses may hold letters as they are, and what can't be read is told as a problem."""

import re
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from service.errors import Unreadable
from service.http.json_out import dump
from service.http.problems import MEDIA_TYPE, problem_of

_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")


class Protocol(HttpToolsProtocol):
    """uvicorn's, for `curl 'http://…/v1/search?q=Хисамутдинов'`, which sends the letters unescaped.

    Only the first line of a request is touched, and only where the parser has begun none: a body can't grow by it.
    """

    _begun = False

    def data_received(self, data: bytes) -> None:
        """Escape the letters of an address (RFC 3986 §2.5), then read as ever."""
        super().data_received(data if self._begun else with_escaped_address(data))

    def on_message_begin(self) -> None:
        """From its first byte on, the request is the parser's."""
        self._begun = True
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """The next byte begins another request."""
        super().on_message_complete()
        self._begun = False

    def send_400_response(self, msg: str) -> None:
        """400 as a problem document (RFC 9457); `msg` is the parser's, who can't say more."""
        body = dump(problem_of(Unreadable(msg)))
        head = f"HTTP/1.1 400 Bad Request\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n"
        self.transport.write(head.encode() + b"connection: close\r\n\r\n" + body)
        self.transport.close()


def with_escaped_address(data: bytes) -> bytes:
    """`data` with the bytes of its first line that are not ASCII percent-encoded."""
    end = data.find(b"\n")
    line = data if end < 0 else data[:end]
    return data if line.isascii() else _NOT_ASCII.sub(_escape, line) + data[len(line) :]


def _escape(byte: re.Match[bytes]) -> bytes:
    return b"%%%02X" % byte[0][0]
