"""Every command of the README is run as it stands there, in order, beside a service that `poimenno run` started.

`make` is asked only what it would do: its targets are what runs this test.
"""

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.storage.embedded.scratch import scratch_directory
from tests.documented import blocks_of, hold_to, lay_out, run, script_of
from tests.served import ROOT
from tests.service.cli.test_serving import started

README = (ROOT / "README.md").read_text()


@pytest.fixture(scope="module")
def clone() -> Iterator[Path]:
    """A directory like a fresh clone after `make setup`."""
    with scratch_directory() as directory:
        lay_out(directory)
        yield directory


def test_every_command_runs_and_prints_what_is_said(clone: Path) -> None:
    with started(clone / "var", "run", "--port", "0") as (process, url, _):
        asked = f'make() {{ command make -C {shlex.quote(str(ROOT))} --dry-run "$@" > /dev/null; }}\n'
        blocks = blocks_of(README.replace("http://127.0.0.1:8000", url))
        done = run(asked + script_of(blocks), clone)
        process.terminate()
        assert process.wait(60) == 0
    hold_to(blocks, done)
    assert (clone / "casualties.csv").read_text().count("\n") > 5


def test_every_subcommand_is_described() -> None:
    listed = run(f"{shlex.quote(sys.executable)} -m service --help", ROOT).stdout.partition("Commands:")[2]
    commands = set(re.findall(r"^  ([a-z]+)  ", listed, re.MULTILINE))
    assert commands
    assert commands == set(re.findall(r"^\| `poimenno ([a-z]+)` \|", README, re.MULTILINE))


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_setting_is_named_and_nothing_else() -> None:
    from service.settings import PREFIX, Settings

    known = {PREFIX + name.upper() for name in Settings.model_fields}
    assert set(re.findall(r"POIMENNO_[A-Z_]+", README)) == known
