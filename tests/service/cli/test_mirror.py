"""`poimenno mirror` as a command."""

from collections.abc import Callable
from pathlib import Path

from tests.served import ServedService
from tests.service.cli.command import Command


def test_a_copy_is_made_and_what_is_no_registry_is_told(
    call: Command, fresh_address: str, serve_on: Callable[[str], ServedService], tmp_path: Path
) -> None:
    service = serve_on(fresh_address)
    done = call("mirror", service.url, "copy")
    assert (done.code, done.out) == (0, ""), done.err
    assert "copy is in step: 0 records, 0 redirects" in done.err
    assert (tmp_path / "copy" / "redirects.csv").read_text() == "id,kind,merged_into,survivor\n"
    assert call("mirror", "registry.example", "copy").code == 2
    refused = call("mirror", f"{service.url}/docs", "other")
    assert refused.code == 2
    assert "refuses: 404" in refused.err
