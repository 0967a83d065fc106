"""The example reports and figures are loaded once and remembered."""

import shutil
from pathlib import Path

from service.usecases.load_examples import load_examples
from service.usecases.merge_records import merge
from service.usecases.retract_report import retract_report
from service.usecases.tallies import list_tallies
from service.usecases.verify import verify
from tests.service.usecases.registry import MAINTAINER, Registry

EXAMPLES = Path(__file__).parents[3] / "examples"


async def test_examples_are_loaded_once(registry: Registry) -> None:
    lines = sum(len(path.read_bytes().splitlines()) for path in (EXAMPLES / "reports").iterdir())
    assert await load_examples(registry.db, directory=EXAMPLES) == lines
    tallies = len((await list_tallies(registry.db, filters={}))["items"])
    assert tallies == len((EXAMPLES / "tallies.ndjson").read_bytes().splitlines())
    changes = await registry.changes()
    assert await load_examples(registry.db, directory=EXAMPLES) == 0
    assert await registry.changes() == changes
    assert len((await list_tallies(registry.db, filters={}))["items"]) == tallies
    assert (await verify(registry.db)).faults == {}


async def test_what_a_maintainer_did_to_an_example_stands(registry: Registry, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "reports", tmp_path / "reports")
    await load_examples(registry.db, directory=tmp_path)
    row = await registry.db.reads.fetchrow("SELECT id, base FROM report WHERE kind = 'casualty' ORDER BY id")
    ids = await registry.db.reads.fetch("SELECT id FROM record WHERE kind = 'casualty' AND id <> $1", row["base"])
    await merge(registry.db, ids=[ids[0]["id"], ids[1]["id"]], reason="test", actor=MAINTAINER)
    await retract_report(registry.db, report_id=row["id"], actor=MAINTAINER, reason="test")
    changes = await registry.changes()
    assert await load_examples(registry.db, directory=tmp_path) == 0
    assert await registry.changes() == changes
