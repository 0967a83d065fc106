"""A registry on an empty database of the test's own, and webhooks of it."""

from collections.abc import Iterator

import pytest

from service.storage.engine import Database
from tests.receiving import Receiver, receiving
from tests.service.usecases.hooks import Hooks, open_hooks
from tests.service.usecases.registry import Registry


@pytest.fixture
def registry(fresh_database: Database) -> Registry:
    """An empty registry."""
    return Registry(fresh_database)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A target that answers 204."""
    with receiving() as opened:
        yield opened


@pytest.fixture
async def hooks(registry: Registry) -> Hooks:
    """A partner whose webhooks are delivered when the test says so."""
    return await open_hooks(registry)
