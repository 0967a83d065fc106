"""The command line on an empty database of the test's own."""

from pathlib import Path

import pytest

from tests.service.cli.command import Command, calling


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Calls a command in an empty working directory, without any database."""
    monkeypatch.chdir(tmp_path)
    return calling(capsys)


@pytest.fixture
def poimenno(call: Command, fresh_address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Calls a command on a migrated, empty database of the test's own."""
    monkeypatch.setenv("POIMENNO_DATABASE_URL", fresh_address)
    monkeypatch.setenv("POIMENNO_DATA_DIR", str(tmp_path / "var"))
    return call
