"""The service in this process, asked as a browser asks."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.service.web.browsing import Browsing, open_site


@pytest.fixture
async def site(fresh_address: str, tmp_path: Path) -> AsyncIterator[Browsing]:
    """The pages on an empty registry."""
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(open_site(fresh_address, tmp_path))
