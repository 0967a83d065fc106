"""The application in this process, on an empty database of the test's own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.service.http.door import Door, open_door


@pytest.fixture
async def door(fresh_address: str, tmp_path: Path) -> AsyncIterator[Door]:
    """The service with keys for a partner, a reviewer and an administrator."""
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(open_door(fresh_address, tmp_path))
