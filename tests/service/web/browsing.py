"""Short words for what tests of pages do again and again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.service.http.door import Door, open_door
from tests.service.usecases.registry import Registry
from tests.service.web.reading import Element, hold_to_rules, read

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True, slots=True)
class Browsing:
    """A browser without scripts, and the registry behind the pages."""

    door: Door
    registry: Registry

    async def ask(
        self, path: str, *, method: str = "GET", headers: dict[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        """What a browser gets."""
        given = {"Accept": BROWSER, **(headers or {})}
        return await self.door.client.request(method, path, headers=given, **more)

    async def visit(self, path: str, status: int = 200, **more: Any) -> Element:
        """A whole page, which has to keep the rules of every page."""
        answer = await self.ask(path, **more)
        assert answer.status_code == status, f"{path}: {answer.status_code}\n{answer.text[:2000]}"
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        page = read(answer.text)
        hold_to_rules(page)
        return page

    async def put(self, *reports: object) -> list[str]:
        """Send reports; the ids of their records."""
        return await self.registry.put(*reports)


@asynccontextmanager
async def open_site(address: str, data_dir: Path, **settings: Any) -> AsyncIterator[Browsing]:
    """The pages on a database's address, for as long as the `with` lasts."""
    async with open_door(address, data_dir, **settings) as door:
        yield Browsing(door, Registry(door.app.state.db))
