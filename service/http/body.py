"""The body of a request: how much of it is read, and as what."""

from email.message import Message
from typing import Any, Final

from fastapi import Request

from service.errors import TooLarge, UnsupportedMedia
from service.http.json_in import read_json

LARGEST_BODY: Final = 16 * 1024 * 1024
LARGEST_READ: Final = 4 * LARGEST_BODY
JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
NDJSON_NAMES: Final = (NDJSON, "application/ndjson", "application/jsonl", "application/x-jsonlines")


async def read_body(request: Request) -> bytes:
    """All bytes of the body; TooLarge above 16 MB, whether its length was announced or it came in chunks.

    What is too large is read on for a while and forgotten: many clients look for an answer only when all is sent, and
    find none once the connection is closed under what they send. Who asks first (`Expect`) is answered at once.
    """
    announced = int(length) if (length := request.headers.get("content-length", "")).isdigit() else 0
    asks_first = request.headers.get("expect", "").lower() == "100-continue"
    if announced > (LARGEST_BODY if asks_first else LARGEST_READ):
        raise TooLarge(_too_large())
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_READ:
            break
        if size > LARGEST_BODY:
            parts.clear()
        else:
            parts.append(part)
    if size > LARGEST_BODY:
        raise TooLarge(_too_large())
    return b"".join(parts)


def _too_large() -> str:
    return f"The body is larger than {LARGEST_BODY // 2**20} MB; send it in several requests."


def media_type(request: Request, *, expected: str = "`application/json`") -> str:
    """The body's media type in lower case; UnsupportedMedia for one in another charset, compressed, or not named."""
    header = Message()
    header["content-type"] = request.headers.get("content-type") or "none/none"
    charset = str(header.get_param("charset", "utf-8")).lower().replace("_", "-")
    if charset not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise UnsupportedMedia("JSON is sent in UTF-8.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMedia("Send the body uncompressed.")
    found = header.get_content_type()
    if found == "none/none":
        raise UnsupportedMedia(f"Say what the body is: `Content-Type:` {expected}.")
    return found


def is_json(media: str) -> bool:
    """Whether `media` is JSON by name or by suffix (RFC 6839)."""
    return media == JSON or (media.startswith("application/") and media.endswith("+json"))


class ReadRequest(Request):
    """A request whose body was read already; FastAPI takes bytes and value from here."""

    def __init__(self, request: Request, body: bytes, value: Any) -> None:
        super().__init__(request.scope, request.receive)
        self._body = body
        self._value = value

    async def json(self) -> Any:
        """The value that was read."""
        return self._value


async def read_request(request: Request, *, as_json: bool) -> ReadRequest:
    """The request with its body read, and with `as_json` understood; an empty body stays empty.

    Raises Unreadable, TooLarge, UnsupportedMedia.
    """
    body = await read_body(request)
    if not body or not as_json:
        return ReadRequest(request, body, None)
    if not is_json(media_type(request)):
        raise UnsupportedMedia("Send `application/json`.")
    return ReadRequest(request, body, read_json(body))
