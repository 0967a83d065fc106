"""Every example for partners is run as it stands in the page, in order, beside a service of its own."""

import shlex

from service.storage.embedded.scratch import scratch_directory
from tests.documented import blocks_of, hold_to, lay_out, run, script_of
from tests.served import ROOT
from tests.service.cli.test_serving import started

PAGE = (ROOT / "docs" / "partners.md").read_text()
ADDRESS = "https://registry.example"
_KEY = "./.venv/bin/poimenno keys create --name archive --partner archive --scope submit"
_FIRST = f". .venv/bin/activate\nexport PYTHONPATH={shlex.quote(str(ROOT))}\n"


def test_every_example_runs_and_prints_what_is_said() -> None:
    with scratch_directory() as directory:
        lay_out(directory)
        with started(directory / "var", "run", "--port", "0") as (process, url, _):
            made = run(f"{_KEY} 2> /dev/null", directory)
            assert made.returncode == 0, made.stdout
            page = blocks_of(PAGE.replace(ADDRESS, url))
            done = run(_FIRST + script_of(page), directory, {"PMN_KEY": made.stdout.strip()})
            process.terminate()
            assert process.wait(60) == 0
        hold_to(page, done)
        mirrored = (directory / "copy" / "casualties.ndjson").read_bytes()
        assert mirrored == (directory / "casualties.ndjson").read_bytes() != b""
        assert (directory / "cases.ndjson").stat().st_size > 0


def test_each_thing_that_partners_do_has_an_example() -> None:
    said = "\n".join(block.commands for block in blocks_of(PAGE))
    for shown in (
        "/v1/export/", "/v1/changes", "poimenno mirror", "/v1/reports", "dry_run=true", "/retract", "/links",
        "poimenno sync", "/reconcile", "poimenno check", "/v1/check", "import Poimenno", "AsyncPoimenno",
        "/v1/webhooks", "/v1/changes.atom", "/v1/search.atom",
    ):  # fmt: skip
        assert shown in said, shown
