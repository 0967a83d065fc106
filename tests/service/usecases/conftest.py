"""A registry on an empty database of the test's own."""

import pytest

from service.storage.engine import Database
from tests.service.usecases.registry import Registry


@pytest.fixture
def registry(fresh_database: Database) -> Registry:
    """An empty registry."""
    return Registry(fresh_database)
