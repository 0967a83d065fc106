"""Downloading an export into a file, from where an earlier attempt was broken off, or killed.

Beside the draft lies what it is a part of (its tag and cursor), written before its first byte. The draft is moved into
its place when it is whole: when the service has ended the body as whole, or all announced bytes are there.
"""

import hashlib
from asyncio import to_thread
from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import BinaryIO, Final

import httpx
import orjson

from service.client.answers import Unreachable, problem_of
from service.client.asking import NOT_NOW, pause_after

_EXPORTS: Final = "/v1/export/"
_CURSOR: Final = "poimenno-cursor"
_DIGEST: Final = "sha-256=:"


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file as of one moment: its tag, and the feed's cursor that goes on from there."""

    etag: str
    cursor: str


class _LaterError(Exception):
    """What is answered "not now", or came broken."""


_ON_THE_WAY: Final = (httpx.TransportError, _LaterError)


def download(
    http: httpx.Client, name: str, path: Path, params: Mapping[str, str], *, attempts: int,
    pause: Callable[[float], None],
) -> Downloaded:  # fmt: skip
    """Download `/v1/export/{name}` to `path`. Raises Problem; Unreachable after so many tries without a new byte."""
    draft = _Draft(path)
    tries = _Tries(name, draft, attempts)
    while True:
        try:
            with http.stream("GET", f"{_EXPORTS}{name}", params=dict(params), headers=draft.headers()) as response:
                if draft.is_whole(response):
                    return draft.finish()
                if not response.is_success:
                    response.read()
                with draft.opened(response) as file:
                    for block in response.iter_raw():
                        file.write(block)
            draft.check(response)
            return draft.finish()
        except _ON_THE_WAY as error:
            pause(tries.seconds_after(error))


async def download_async(
    http: httpx.AsyncClient, name: str, path: Path, params: Mapping[str, str], *, attempts: int,
    pause: Callable[[float], Awaitable[None]],
) -> Downloaded:  # fmt: skip
    """As `download`; blocks are written as they come, and the whole is checked in a thread."""
    draft = _Draft(path)
    tries = _Tries(name, draft, attempts)
    while True:
        try:
            asked = http.stream("GET", f"{_EXPORTS}{name}", params=dict(params), headers=draft.headers())
            async with asked as response:
                if draft.is_whole(response):
                    return draft.finish()
                if not response.is_success:
                    await response.aread()
                with draft.opened(response) as file:
                    async for block in response.aiter_raw():
                        file.write(block)
            await to_thread(draft.check, response)
            return draft.finish()
        except _ON_THE_WAY as error:
            await pause(tries.seconds_after(error))


def downloaded(path: Path) -> Downloaded | None:
    """What is known of a file that was downloaded whole."""
    return _known(_beside(path)) if path.exists() else None


class _Tries:
    """How often a download failed, one after the other, without a new byte."""

    def __init__(self, name: str, draft: "_Draft", attempts: int) -> None:
        self._name, self._draft, self._attempts = name, draft, attempts
        self._failed, self._size, self._chance = 0, draft.size, Random()

    def seconds_after(self, error: Exception) -> float:
        """Seconds to wait until the next try. Raises Unreachable after so many."""
        self._failed = 0 if self._draft.size > self._size else self._failed + 1
        self._size = self._draft.size
        if self._failed == self._attempts:
            why = str(error) or type(error).__name__
            raise Unreachable(f"GET {_EXPORTS}{self._name}: {why}, {self._attempts} times") from error
        return pause_after(self._failed, None, self._chance)


class _Draft:
    """The part of a file that is there, and of which it is a part."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._draft = path.with_name(f"{path.name}.part")
        self._of: Downloaded | None = None

    @property
    def size(self) -> int:
        """Bytes that are there."""
        return self._draft.stat().st_size if self._draft.exists() else 0

    def headers(self) -> dict[str, str]:
        """What the next request carries: from where on, of which file."""
        self._of = _known(_beside(self._draft))
        headers = {"Accept-Encoding": "identity"}
        if self._of and self.size:
            headers |= {"Range": f"bytes={self.size}-", "If-Range": self._of.etag}
        return headers

    def opened(self, response: httpx.Response) -> BinaryIO:
        """The draft, to which the body of the answer is to be added. Raises Problem."""
        found = _read_head(response)
        if response.status_code != 206 or found != self._of:
            self._draft.unlink(missing_ok=True)
            _write(_beside(self._draft), orjson.dumps(asdict(found)))
            self._of = found
        return self._draft.open("ab")

    def is_whole(self, response: httpx.Response) -> bool:
        """Whether the range is refused because nothing comes after what is there."""
        return self._of is not None and response.headers.get("content-range") == f"bytes */{self.size}"

    def check(self, response: httpx.Response) -> None:
        """Hold the whole to the checksum, where the service knew it already; what differs is begun anew."""
        told = response.headers.get("repr-digest", "")
        if not told.startswith(_DIGEST):
            return
        with self._draft.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").digest()
        if found != b64decode(told[len(_DIGEST) :].rstrip(":")):
            self._draft.unlink()
            raise _LaterError("the file came damaged")

    def finish(self) -> Downloaded:
        """Move the draft, which is whole, into its place."""
        assert self._of is not None
        _write(_beside(self._path), orjson.dumps(asdict(self._of)))
        self._draft.replace(self._path)
        _beside(self._draft).unlink(missing_ok=True)
        return self._of


def _read_head(response: httpx.Response) -> Downloaded:
    if response.status_code in NOT_NOW:
        raise _LaterError(f"answered {response.status_code}")
    if not response.is_success:
        raise problem_of(response)
    return Downloaded(response.headers["etag"], response.headers[_CURSOR])


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _known(path: Path) -> Downloaded | None:
    try:
        return Downloaded(**orjson.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def _write(path: Path, text: bytes) -> None:
    """Write a small file so that it is there whole or not at all."""
    draft = path.with_name(f".{path.name}")
    draft.write_bytes(text)
    draft.replace(path)
