"""File locks that the kernel drops with the process that holds them, however it ended."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from service.storage.embedded.errors import EmbeddedError

_PAUSE: Final = 0.02


def open_lock(path: Path) -> int:
    """Open a lock's file, made if missing; nobody but its owner may, as a stranger's lock would keep us waiting."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def try_lock(descriptor: int, mode: int) -> bool:
    """Take `fcntl.LOCK_SH` or `fcntl.LOCK_EX`, or change one into the other, without waiting; whether it was had."""
    try:
        fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def exclusively(path: Path, timeout: float) -> Iterator[int]:
    """Hold a lock alone; gives its descriptor. Raises EmbeddedError when it isn't had within `timeout` seconds."""
    descriptor = open_lock(path)
    try:
        deadline = time.monotonic() + timeout
        while not try_lock(descriptor, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise EmbeddedError(f"another process has held {path} for {timeout:.0f} s")
            time.sleep(_PAUSE)
        yield descriptor
    finally:
        os.close(descriptor)
