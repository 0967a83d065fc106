"""Loading the example reports and figures that come with the programme: each file once, and then remembered."""

import hashlib
from pathlib import Path
from typing import Final

import orjson

from schemas.tally import NewTally
from service.storage import loads
from service.storage.engine import Database
from service.storage.transaction import writing
from service.usecases.actor import Actor, scopes_up_to
from service.usecases.import_reports import import_file
from service.usecases.place_stored import place_stored
from service.usecases.tallies import create_tally

EXAMPLES: Final = Actor(account="examples", partner="examples", scopes=scopes_up_to("submit"))
_DONE: Final = 0


async def load_examples(db: Database, *, directory: Path) -> int:
    """Load `reports/*.ndjson` and `tallies.ndjson` of a directory; answers how many reports are new.

    A file loaded before is left alone, whatever became of its reports since. Raises UnreadableFile, Busy.
    """
    new = 0
    for path in sorted((directory / "reports").glob("*.ndjson")):
        if not await _is_loaded(db, path):
            done = await import_file(db, path=path, mapping=None, actor=EXAMPLES)
            await _remember(db, path)
            new += done.created + done.superseded
    await place_stored(db)
    tallies = directory / "tallies.ndjson"
    if tallies.exists() and not await _is_loaded(db, tallies):
        for line in tallies.read_bytes().splitlines():
            await create_tally(db, tally=NewTally.model_validate(orjson.loads(line)), actor=EXAMPLES)
        await _remember(db, tallies)
    return new


async def _is_loaded(db: Database, path: Path) -> bool:
    async with writing(db.engine, identity=False) as tx:
        return await loads.find(tx, _mark(path), EXAMPLES.partner) is not None


async def _remember(db: Database, path: Path) -> None:
    async with writing(db.engine, identity=False) as tx:
        await loads.advance(tx, _mark(path), EXAMPLES.partner, _DONE)


def _mark(path: Path) -> bytes:
    """Unlike the mark of an import of the same file, which is forgotten when that is over."""
    return hashlib.sha256(b"example\0" + path.read_bytes()).digest()
