"""`poimenno mirror`, killed after so many steps: `python dying_mirror.py STEPS URL DIR`; 0 steps: counts them.

A step is a call of the mirror's or the client's code, or one that it makes of SQLite, of files, or of the network.
"""

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from service.client import Poimenno
from service.mirror.mirroring import mirror

OURS = (f"service{os.sep}mirror", f"service{os.sep}client")


def main() -> None:
    """Mirror until in step, or until the last step."""
    last, url, directory = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    steps = 0

    def count(frame: FrameType, event: str, _: Any) -> None:
        nonlocal steps
        if event in ("call", "c_call") and any(part in frame.f_code.co_filename for part in OURS):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)

    with Poimenno(url) as client:
        sys.setprofile(count)
        for _ in mirror(client, Path(directory), follow=False, progress=lambda *_: None):
            pass
        sys.setprofile(None)
    print(steps)


if __name__ == "__main__":
    main()
