"""Downloading an export into a file, from where an earlier attempt was broken off, or killed.

Beside the draft lies what it is a part of (its tag and cursor), written before its first byte. The draft is moved into
its place when it is whole: when the service has ended the body as whole, or all announced bytes are there.
"""

import hashlib
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Final

import httpx
import orjson

from service.client.answers import Unreachable, problem_of
from service.client.asking import NOT_NOW, pause_after

_CURSOR: Final = "poimenno-cursor"
_DIGEST: Final = "sha-256=:"


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file as of one moment: its tag, and the feed's cursor that goes on from there."""

    etag: str
    cursor: str


class _LaterError(Exception):
    """What is answered "not now", or came broken."""


def download(
    http: httpx.Client, name: str, path: Path, params: Mapping[str, str], *, attempts: int,
    pause: Callable[[float], None],
) -> Downloaded:  # fmt: skip
    """Download `/v1/export/{name}` to `path`. Raises Problem; Unreachable after so many tries without a new byte."""
    draft, chance, failed, why = _draft(path), Random(), 0, ""
    while failed < attempts:
        before = _size(draft)
        try:
            return _attempt(http, name, path, params)
        except (httpx.TransportError, _LaterError) as error:
            failed = 0 if _size(draft) > before else failed + 1
            why = str(error) or type(error).__name__
        if failed < attempts:
            pause(pause_after(failed, None, chance))
    raise Unreachable(f"GET /v1/export/{name}: {why}, {attempts} times")


def downloaded(path: Path) -> Downloaded | None:
    """What is known of a file that was downloaded whole."""
    return _known(_beside(path)) if path.exists() else None


def _attempt(http: httpx.Client, name: str, path: Path, params: Mapping[str, str]) -> Downloaded:
    draft = _draft(path)
    part = _known(_beside(draft))
    have = _size(draft) if part else 0
    headers = {"Accept-Encoding": "identity"}
    if part and have:
        headers |= {"Range": f"bytes={have}-", "If-Range": part.etag}
    with http.stream("GET", f"/v1/export/{name}", params=dict(params), headers=headers) as response:
        if part and response.headers.get("content-range") == f"bytes */{have}":
            return _finish(path, part)  # all bytes were there already
        found = _read_head(response)
        goes_on = response.status_code == 206 and part == found
        if not goes_on:
            draft.unlink(missing_ok=True)
            _write(_beside(draft), orjson.dumps(asdict(found)))
        with draft.open("ab") as file:
            for block in response.iter_raw():
                file.write(block)
        _check(draft, response)
    return _finish(path, found)


def _read_head(response: httpx.Response) -> Downloaded:
    if response.status_code in NOT_NOW:
        raise _LaterError(f"answered {response.status_code}")
    if not response.is_success:
        response.read()
        raise problem_of(response)
    return Downloaded(response.headers["etag"], response.headers[_CURSOR])


def _check(draft: Path, response: httpx.Response) -> None:
    """Hold the whole file to the checksum, where the service knew it already; what differs is begun anew."""
    told = response.headers.get("repr-digest", "")
    if told.startswith(_DIGEST):
        with draft.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").digest()
        if found != b64decode(told[len(_DIGEST) :].rstrip(":")):
            draft.unlink()
            raise _LaterError("the file came damaged")


def _finish(path: Path, found: Downloaded) -> Downloaded:
    _write(_beside(path), orjson.dumps(asdict(found)))
    _draft(path).replace(path)
    _beside(_draft(path)).unlink(missing_ok=True)
    return found


def _draft(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


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


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
