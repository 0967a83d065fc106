"""Whose the server is: PostgreSQL refuses to run as root, so root runs it under an account of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from service.storage.embedded.errors import EmbeddedError

ACCOUNT_NAME: Final = "poimenno"
# Nothing of ours: a stray PGPORT or PGDATA would send the server elsewhere, a locale would translate its words.
_ENVIRONMENT: Final = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    """The operating system's account that runs the server, by user and group number."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether this process runs under it already."""
        return self.uid == os.geteuid()

    def may(self, test: str, *paths: Path) -> bool:
        """Whether the account passes `test` (`-r`, `-w`, `-x`) on all of `paths`, parents and access lists included.

        The kernel is asked, in a process of the account, because modes alone do not tell.
        """
        script = f'for path; do test {test} "$path" || exit 1; done'
        return self.run(["/bin/sh", "-c", script, "sh", *map(str, paths)]).returncode == 0

    def run(
        self,
        command: Sequence[str],
        *,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
        timeout: float = 60.0,
        keep: Sequence[int] = (),
    ) -> "Finished":
        """Run `command` under the account, in a session of its own, so that a Ctrl-C meant for us does not reach it.

        What it prints goes to an unnamed file rather than a pipe: a server that it leaves behind would hold the pipe
        open for ever. `keep` are descriptors that it inherits. Raises EmbeddedError if it can't be run or takes
        longer than `timeout` seconds.
        """
        uid, gid, groups = (None, None, None) if self.is_ours else (self.uid, self.gid, ())
        with tempfile.TemporaryFile() as said:
            try:
                code = subprocess.run(
                    command, input=stdin, stdout=said, stderr=said, timeout=timeout, pass_fds=keep, cwd="/",
                    env={**_ENVIRONMENT, **(environment or {})}, start_new_session=True, umask=0o077, check=False,
                    user=uid, group=gid, extra_groups=groups,
                ).returncode  # fmt: skip
            except subprocess.TimeoutExpired as error:
                raise EmbeddedError(f"{Path(command[0]).name} did not end within {timeout:.0f} s") from error
            except OSError as error:
                raise EmbeddedError(f"{command[0]} can't be run: {error.strerror}") from error
            said.seek(0)
            return Finished(code, said.read().decode(errors="replace").strip())


@dataclass(frozen=True, slots=True)
class Finished:
    """How a command ended: its exit code and everything that it printed."""

    returncode: int
    said: str


def account_for(owner_of: Path) -> Account:
    """The account to run the server that keeps its data in `owner_of` (which need not exist yet).

    Data that is there belongs to its owner: root steps into that account, anyone else is refused. For new data it is
    ourselves, or, when we are root, the system account `poimenno`, which is made if it is missing.
    """
    if not owner_of.exists():
        return _account_of_our_own() if os.geteuid() == 0 else Account(os.geteuid(), os.getegid())
    owner = owner_of.stat()
    if owner.st_uid == 0:
        raise EmbeddedError(f"{owner_of} belongs to root, and PostgreSQL does not run as root; chown it to an account")
    if os.geteuid() not in (0, owner.st_uid):
        raise EmbeddedError(f"{owner_of} belongs to the account {_name_of(owner.st_uid)}; run as that account or root")
    return Account(owner.st_uid, owner.st_gid)


def _account_of_our_own() -> Account:
    entry = _entry(ACCOUNT_NAME) or _make_account()
    if entry.pw_uid == 0:
        raise EmbeddedError(f"the account {ACCOUNT_NAME} is root by another name")
    return Account(entry.pw_uid, entry.pw_gid)


def _make_account() -> pwd.struct_passwd:
    """A system account without password, shell or home. (A bare number won't do: initdb wants a name.)"""
    commands = [
        ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
         "--shell", "/usr/sbin/nologin", ACCOUNT_NAME],
        ["adduser", "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/sbin/nologin", ACCOUNT_NAME],
    ]  # fmt: skip
    said = "neither useradd nor adduser is here"
    for command in commands:
        program = shutil.which(command[0], path="/usr/sbin:/sbin:/usr/bin:/bin")
        if program:
            said = Account(os.geteuid(), os.getegid()).run([program, *command[1:]]).said
            # Another process may have made it meanwhile, so the account counts, not the command's exit code.
            if entry := _entry(ACCOUNT_NAME):
                return entry
            break
    raise EmbeddedError(
        f"PostgreSQL does not run as root and the account {ACCOUNT_NAME} can't be made ({said}); "
        "make it, run as another account, or set POIMENNO_DATABASE_URL"
    )


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
