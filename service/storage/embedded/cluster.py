"""The cluster: where it lies, how it is made, how it is configured."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

from service.settings import make_data_dir
from service.storage.embedded.account import Account, account_for
from service.storage.embedded.binaries import MAJOR, Binaries, copy_binaries, wheel_binaries
from service.storage.embedded.errors import EmbeddedError

DATABASE: Final = "poimenno"
ROLE: Final = "poimenno"
PORT: Final = 5432
SYSTEM_PLACE: Final = Path("/var/lib/poimenno")
# sockaddr_un holds 108 bytes on Linux and 104 elsewhere, a closing zero included.
_LONGEST_SOCKET_PATH: Final = 107 if os.uname().sysname == "Linux" else 103
_SOCKET_NAME: Final = f".s.PGSQL.{PORT}"

# Local connections only: there is no `host` line, and the socket's directory lets in nobody but the account and root.
_HBA: Final = "local all all trust\nlocal replication all trust\n"
_SETTINGS: Final[Mapping[str, str]] = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "min_wal_size": "128MB",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "lc_messages": "C",
    "log_timezone": "UTC",
    # Seven files, one a weekday. Neither statements nor details are written, for they hold names.
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_file_mode": "0600",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """One database cluster: `home` holds its data (`pg`), configuration (`pg.conf`) and, if short enough, socket."""

    home: Path
    account: Account
    binaries: Binaries

    @property
    def data(self) -> Path:
        return self.home / "pg"

    @property
    def configuration(self) -> Path:
        return self.home / "pg.conf"

    def create(self, keep_open: int) -> None:
        """Make the data directory, with the role and the database in it, if it isn't there.

        It is made beside its place and renamed, so that one interrupted half way is never taken for a whole one.
        `keep_open` is the lock's descriptor: if we are killed, initdb still holds the lock until it has ended too.
        Raises EmbeddedError with initdb's words.
        """
        for left_over in self.home.glob("pg.draft-*"):
            shutil.rmtree(left_over, ignore_errors=True)
        if self.data.exists():
            self._check_version()
            return
        draft = Path(tempfile.mkdtemp(dir=self.home, prefix="pg.draft-"))
        try:
            os.chown(draft, self.account.uid, self.account.gid, follow_symlinks=False)
            self._fill(draft, keep_open)
            draft.rename(self.data)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def configure(self, socket_directory: Path, changes: Mapping[str, str]) -> None:
        """Write the configuration. It lies outside the data, root's if we are root, so the account can't change it."""
        self.configuration.mkdir(mode=0o755, exist_ok=True)
        settings = {
            **_SETTINGS,
            "unix_socket_directories": str(socket_directory),
            "hba_file": str(self.configuration / "pg_hba.conf"),
            "ident_file": str(self.configuration / "pg_ident.conf"),
            **changes,
        }
        lines = [f"{name} = {_quoted(value)}\n" for name, value in settings.items()]
        _write(self.configuration / "postgresql.conf", "".join(lines))
        _write(self.configuration / "pg_hba.conf", _HBA)
        _write(self.configuration / "pg_ident.conf", "")

    def make_socket_directory(self) -> Path:
        """A private directory whose socket has a path that the kernel takes: beside the data, else a temporary one."""
        beside = self.home / "pg.socket"
        if len(os.fsencode(beside / _SOCKET_NAME)) > _LONGEST_SOCKET_PATH:
            beside = Path(tempfile.mkdtemp(prefix="poimenno-", dir="/tmp"))
        beside.mkdir(mode=0o700, exist_ok=True)
        os.chown(beside, self.account.uid, self.account.gid, follow_symlinks=False)
        return beside

    def leave_socket_directory(self, socket_directory: Path) -> None:
        """Remove a temporary socket directory once its server has ended."""
        if socket_directory.parent != self.home:
            with suppress(OSError):  # gone already, or something was put into it: then it isn't ours to remove
                socket_directory.rmdir()

    def _fill(self, draft: Path, keep_open: int) -> None:
        made = self.account.run(
            [
                self.binaries.program("initdb"), f"--pgdata={draft}", f"--username={ROLE}", "--auth=trust",
                "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            ],
            timeout=600, keep=[keep_open],
        )  # fmt: skip
        if made.returncode:
            raise EmbeddedError(f"the database can't be made in {self.home}: {made.said}")
        made = self.account.run(
            [self.binaries.program("postgres"), "--single", "-D", str(draft), "postgres"],
            stdin=f"CREATE DATABASE {DATABASE}\n".encode(), timeout=600, keep=[keep_open],
        )  # fmt: skip
        # A failed statement does not fail the single-user server; initdb makes three databases, ours is the fourth.
        if made.returncode or len(list((draft / "base").iterdir())) < 4:
            raise EmbeddedError(f"the database can't be made in {self.home}: {made.said}")

    def _check_version(self) -> None:
        try:
            version = (self.data / "PG_VERSION").read_text().strip()
        except OSError as error:
            raise EmbeddedError(f"{self.data} is not a database: {error.strerror}") from error
        if version != str(MAJOR):
            raise EmbeddedError(
                f"{self.data} was made by PostgreSQL {version} and the programs here are {MAJOR}; "
                "back up with the earlier Poimenno and restore with this one"
            )


def settle(data_dir: Path) -> Cluster:
    """Find or choose the cluster of a data directory; call it under the start lock.

    It lies in the data directory. Only when root finds that the server's account can't pass through a parent (a clone
    under /root) does it lie under /var/lib/poimenno, and `pg.place` in the data directory says where: no mode of a
    directory that was there before is ever changed.
    """
    path = make_data_dir(data_dir)
    pointer = path / "pg.place"
    home = _follow(pointer, path) if pointer.exists() else path
    account = account_for(home / "pg")
    if not account.is_ours and not account.may("-x", home):
        if (home / "pg").exists():
            raise EmbeddedError(f"the account {account.uid} that owns {home / 'pg'} can't pass through to it")
        home = _place_elsewhere(pointer, path)
    binaries = wheel_binaries()
    if not account.is_ours and not binaries.usable_by(account):
        binaries = copy_binaries(binaries, _system_place())
    return Cluster(home, account, binaries)


def address(socket_directory: Path, database: str = DATABASE) -> str:
    """The server's address, as asyncpg, libpq and (with `postgresql+asyncpg:`) SQLAlchemy read it."""
    query = urlencode({"host": str(socket_directory), "port": PORT}, quote_via=quote, safe="/")
    return f"postgresql://{ROLE}@/{database}?{query}"


def _follow(pointer: Path, data_dir: Path) -> Path:
    home = Path(pointer.read_text().strip())
    if home.parent != SYSTEM_PLACE or not (home / "owner").is_file():
        raise EmbeddedError(f"{pointer} names {home}, where no database of ours is; restore it or remove {pointer}")
    owner = Path((home / "owner").read_text().strip())
    if owner != data_dir and (owner / pointer.name).exists():
        raise EmbeddedError(
            f"{data_dir} is a copy of {owner}, whose database is {home}; remove {pointer} to begin anew"
        )
    _write(home / "owner", f"{data_dir}\n")
    return home


def _place_elsewhere(pointer: Path, data_dir: Path) -> Path:
    # A random name rather than one made from the path: a data directory that is removed and made again is a new one.
    home = _system_place() / secrets.token_hex(8)
    home.mkdir(mode=0o711)
    home.chmod(0o711)
    _write(home / "owner", f"{data_dir}\n")
    _write(pointer, f"{home}\n")
    return home


def _system_place() -> Path:
    SYSTEM_PLACE.mkdir(mode=0o711, exist_ok=True)
    return SYSTEM_PLACE


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all; others may read it, as the server's account has to."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            os.fchmod(file.fileno(), 0o644)
        Path(draft).rename(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
