"""Downloads: broken off in every place, gone on with; never short, never mixed of two files."""

import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.client import AsyncPoimenno, Poimenno, Problem, Unreachable
from service.client.download import Downloaded, downloaded

NAME = "casualties.ndjson"


class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """Bytes that break off after some."""

    def __init__(self, content: bytes, breaks_after: int | None) -> None:
        self._content, self._after = content, breaks_after

    def __iter__(self) -> Iterator[bytes]:
        yield self._content[: self._after]
        if self._after is not None:
            raise httpx.ReadError("cut")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self:
            yield part


class Files:
    """A service that has one export, and whose answers break off."""

    def __init__(
        self, content: bytes, etag: str = '"a"', *, breaks: list[int | None], damaged: int = 0, later: bool = False,
        refused: bool = False,
    ) -> None:  # fmt: skip
        self.content, self.etag, self.breaks, self.damaged = content, etag, breaks, damaged
        self.later, self.refused = later, refused
        self.asked: list[str | None] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.headers.get("range"))
        if self.refused:
            return httpx.Response(404, json={"detail": "nothing there"})
        headers = {"ETag": self.etag, "Poimenno-Cursor": f"c{self.etag}"}
        start = 0
        if request.headers.get("if-range") == self.etag:
            start = int(request.headers["range"][len("bytes=") : -1])
        if start and self.later:
            return httpx.Response(503)
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

    async def download(self, path: Path, asynchronous: bool) -> Downloaded:
        """By one of the clients, which gives up after three times without a new byte."""
        given: dict[str, Any] = {"transport": httpx.MockTransport(self), "attempts": 3}
        if asynchronous:
            async with AsyncPoimenno("http://registry.test", pause=_at_once, **given) as client:
                return await client.download(NAME, path)
        with Poimenno("http://registry.test", pause=lambda _: None, **given) as plain:
            return plain.download(NAME, path)


def files_in(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir()}


async def _at_once(_: float) -> None:
    """No pause."""


@pytest.fixture(params=[False, True], ids=["Poimenno", "AsyncPoimenno"])
def asynchronous(request: pytest.FixtureRequest) -> bool:
    """Which of the clients downloads."""
    return bool(request.param)


@pytest.mark.parametrize("breaks", [[], [0], [3], [3, 0, 4], [10], [0, 0], [1, 1, 1, 1, 1, 1]])
async def test_a_download_is_gone_on_with_wherever_it_breaks_off(
    tmp_path: Path, asynchronous: bool, breaks: list[int | None]
) -> None:
    files = Files(b"0123456789", breaks=[*breaks])
    found = await files.download(tmp_path / "file", asynchronous)
    assert (tmp_path / "file").read_bytes() == files.content
    assert (found.etag, found.cursor) == ('"a"', 'c"a"')
    assert downloaded(tmp_path / "file") == found
    assert files_in(tmp_path) == {"file", "file.json"}


async def test_another_process_goes_on_with_what_the_first_left(tmp_path: Path, asynchronous: bool) -> None:
    with pytest.raises(Unreachable):
        await Files(b"0123456789", breaks=[4, 0, 0, 0]).download(tmp_path / "file", asynchronous)
    assert not (tmp_path / "file").exists()
    files = Files(b"0123456789", breaks=[])
    await files.download(tmp_path / "file", asynchronous)
    assert files.asked == ["bytes=4-"]
    assert (tmp_path / "file").read_bytes() == files.content


async def test_what_was_replaced_meanwhile_is_begun_anew(tmp_path: Path, asynchronous: bool) -> None:
    with pytest.raises(Unreachable):
        await Files(b"0123456789", breaks=[4, 0, 0, 0]).download(tmp_path / "file", asynchronous)
    files = Files(b"abcdefghij", '"b"', breaks=[])
    assert (await files.download(tmp_path / "file", asynchronous)).etag == '"b"'
    assert (tmp_path / "file").read_bytes() == files.content


async def test_what_came_damaged_is_asked_for_again(tmp_path: Path, asynchronous: bool) -> None:
    files = Files(b"0123456789", breaks=[], damaged=1)
    await files.download(tmp_path / "file", asynchronous)
    assert (tmp_path / "file").read_bytes() == files.content
    with pytest.raises(Unreachable, match="damaged"):
        await Files(b"0123456789", breaks=[], damaged=9).download(tmp_path / "other", asynchronous)
    assert not (tmp_path / "other").exists()


async def test_a_refusal_is_told(tmp_path: Path, asynchronous: bool) -> None:
    with pytest.raises(Problem, match="nothing there"):
        await Files(b"", breaks=[], refused=True).download(tmp_path / "file", asynchronous)


async def test_a_part_that_is_the_whole_needs_no_more_bytes(tmp_path: Path, asynchronous: bool) -> None:
    with pytest.raises(Unreachable):
        await Files(b"0123456789", breaks=[10, 0, 0, 0], later=True).download(tmp_path / "file", asynchronous)
    files = Files(b"0123456789", breaks=[])
    assert (await files.download(tmp_path / "file", asynchronous)).etag == '"a"'
    assert files.asked == ["bytes=10-"]
    assert (tmp_path / "file").read_bytes() == files.content
