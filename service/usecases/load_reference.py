"""Loading reference lists, and telling which are in use."""

from asyncio import to_thread
from dataclasses import dataclass
from pathlib import Path

from schemas.reference.articles import ARTICLES
from schemas.reference.courts import BUILT_IN_COURTS, read_courts
from schemas.reference.ranks import RANKS
from schemas.reference.regions import REGIONS
from schemas.reference.sentences import SENTENCE_KINDS
from service.errors import Unprocessable
from service.readers.files import reading
from service.storage import courts
from service.storage.engine import Database
from service.storage.transaction import writing
from service.usecases.progress import Progress, silent
from service.usecases.refold import refold


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many courts the list has, and how many records say something else since."""

    courts: int
    changed: int


async def load_courts(db: Database, *, path: Path, progress: Progress = silent) -> Loaded:
    """Load a list of courts over those of the same codes, and fold every record anew with it.

    Raises UnreadableFile, Unprocessable for a file that is no list of courts, and Busy.
    """
    try:
        with reading(path):
            found = await to_thread(lambda: tuple(read_courts(path)))
    except ValueError as error:
        raise Unprocessable(f"{path.name}: {error}") from error
    if not found:
        raise Unprocessable(f"{path.name} holds no courts.")
    async with writing(db.engine) as tx:
        await courts.replace(tx, found)
    changed = await refold(db, reason=f"{len(found)} courts loaded", progress=progress)
    return Loaded(len(found), changed)


async def reference_lists(db: Database) -> list[tuple[str, int, str]]:
    """Each list in use: its name, how many entries it has, and where they come from."""
    async with writing(db.engine, identity=False) as tx:
        loaded = len(await courts.every(tx))
    built_in = {
        "courts": BUILT_IN_COURTS, "regions": REGIONS, "ranks": RANKS, "articles": ARTICLES,
        "sentence kinds": SENTENCE_KINDS,
    }  # fmt: skip
    lists = [(name, len(entries), "built in") for name, entries in built_in.items()]
    return [("courts", loaded, "loaded"), *lists]
