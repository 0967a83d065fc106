"""What each worker of `poimenno serve` runs."""

import os
import signal
import threading
import time

from fastapi import FastAPI

from service.app import create_app

_LOOK_EVERY = 1.0
"""Seconds between looks at the parent."""


def worker() -> FastAPI:
    """The application of a worker process, which ends when its parent is gone.

    A parent that was killed can't tell its workers, and they would go on holding the port.
    """
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    return create_app()


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
