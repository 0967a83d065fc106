"""A database for the moment: tests and developers' checks."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from service.storage.embedded.server import embedded_database

# Nothing of it is to survive a power cut, so nothing waits for the disk.
FORGETFUL: Final = MappingProxyType({"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})


@contextmanager
def scratch_directory() -> Iterator[Path]:
    """A temporary data directory, removed at the end with what a server under it left elsewhere."""
    path = Path(tempfile.mkdtemp(prefix="poimenno-"))
    path.chmod(0o711 if os.geteuid() == 0 else 0o700)
    try:
        yield path
    finally:
        pointer = path / "pg.place"
        for left_over in ([pointer.read_text().strip()] if pointer.exists() else []) + [path]:
            shutil.rmtree(left_over)


@contextmanager
def scratch_database() -> Iterator[str]:
    """An empty database's address, for as long as the `with` lasts."""
    with scratch_directory() as path, embedded_database(path, changes=FORGETFUL) as address:
        yield address
