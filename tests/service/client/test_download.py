"""Downloads: broken off in every place, gone on with; never short, never mixed of two files."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from service.client import Poimenno, Problem, Unreachable
from service.client.download import downloaded

NAME = "casualties.ndjson"


class Body(httpx.SyncByteStream):
    """Bytes that break off after some."""

    def __init__(self, content: bytes, breaks_after: int | None) -> None:
        self._content, self._after = content, breaks_after

    def __iter__(self) -> Iterator[bytes]:
        yield self._content[: self._after]
        if self._after is not None:
            raise httpx.ReadError("cut")


class Files:
    """A service that has one export, and whose answers break off."""

    def __init__(self, content: bytes, etag: str = '"a"', *, breaks: list[int | None], damaged: int = 0) -> None:
        self.content, self.etag, self.breaks, self.damaged = content, etag, breaks, damaged
        self.asked: list[str | None] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.headers.get("range"))
        headers = {"ETag": self.etag, "Poimenno-Cursor": f"c{self.etag}"}
        start = 0
        if request.headers.get("if-range") == self.etag:
            start = int(request.headers["range"][len("bytes=") : -1])
        if start and start >= len(self.content):
            return httpx.Response(416, headers={"Content-Range": f"bytes */{len(self.content)}"})
        digest = b64encode(hashlib.sha256(self.content).digest()).decode()
        headers["Repr-Digest"] = f"sha-256=:{digest}:"
        content = self.content[start:]
        if self.damaged:
            self.damaged -= 1
            content = b"x" * len(content)
        after = self.breaks.pop(0) if self.breaks else None
        return httpx.Response(206 if start else 200, headers=headers, stream=Body(content, after))

    def client(self) -> Poimenno:
        return Poimenno("http://registry.test", transport=httpx.MockTransport(self), attempts=3, pause=lambda _: None)


@pytest.mark.parametrize("breaks", [[], [0], [3], [3, 0, 4], [10], [0, 0], [1, 1, 1, 1, 1, 1]])
def test_a_download_is_gone_on_with_wherever_it_breaks_off(tmp_path: Path, breaks: list[int | None]) -> None:
    files = Files(b"0123456789", breaks=[*breaks])
    found = files.client().download(NAME, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == files.content
    assert (found.etag, found.cursor) == ('"a"', 'c"a"')
    assert downloaded(tmp_path / "file") == found
    assert {path.name for path in tmp_path.iterdir()} == {"file", "file.json"}


def test_another_process_goes_on_with_what_the_first_left(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        Files(b"0123456789", breaks=[4, 0, 0, 0]).client().download(NAME, tmp_path / "file")
    assert not (tmp_path / "file").exists()
    files = Files(b"0123456789", breaks=[])
    files.client().download(NAME, tmp_path / "file")
    assert files.asked == ["bytes=4-"]
    assert (tmp_path / "file").read_bytes() == files.content


def test_what_was_replaced_meanwhile_is_begun_anew(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        Files(b"0123456789", breaks=[4, 0, 0, 0]).client().download(NAME, tmp_path / "file")
    files = Files(b"abcdefghij", '"b"', breaks=[])
    assert files.client().download(NAME, tmp_path / "file").etag == '"b"'
    assert (tmp_path / "file").read_bytes() == files.content


def test_what_came_damaged_is_asked_for_again(tmp_path: Path) -> None:
    files = Files(b"0123456789", breaks=[], damaged=1)
    files.client().download(NAME, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == files.content
    with pytest.raises(Unreachable, match="damaged"):
        Files(b"0123456789", breaks=[], damaged=9).client().download(NAME, tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_a_refusal_is_told(tmp_path: Path) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(404, json={"detail": "nothing there"}))
    with pytest.raises(Problem, match="nothing there"):
        Poimenno("http://registry.test", transport=transport).download("odd", tmp_path / "file")
