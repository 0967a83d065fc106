"""A mirror's copy, killed at each step of taking in a snapshot and a page: `python dying_copy.py DIR` prints the steps.

Whenever that is, what it holds and its cursor are those from before or those from after.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from service.client import Change
from service.mirror.copy import Copy

State = tuple[str | None, list[bytes], list[tuple[str, str, str, str]]]


def main() -> None:
    """Kill it at every step of both."""
    directory = Path(sys.argv[1])
    (directory / "records").write_bytes(b"".join(b'{"id":"cas-%d"}\n' % n for n in range(4)))
    (directory / "redirects").write_text("id,kind,merged_into,survivor\r\ncas-8,casualty,cas-1,cas-1\r\n")
    page = [
        Change(1, "updated", "cas-1", "casualty", 2, None, {"id": "cas-1", "version": 2}),
        Change(2, "merged", "cas-2", "casualty", 2, "cas-1", {"id": "cas-2", "state": "merged"}),
        Change(3, "withdrawn", "cas-3", "casualty", 2),
        Change(4, "restored", "cas-8", "casualty", 3, None, {"id": "cas-8", "version": 3}),
    ]
    taken = _try(
        directory, lambda copy: copy.take_in([("casualty", directory / "records")], directory / "redirects", "a")
    )
    print(taken, _try(directory, lambda copy: copy.apply(page, "b")))


def _try(directory: Path, change: Callable[[Copy], None]) -> int:
    """Kill a process at each step of a change to what lies there; then change it; how many steps there are."""
    before = _state(directory / "copy.db")
    shutil.copy(directory / "copy.db", directory / "changed.db")
    _apply(directory / "changed.db", change, 0)
    after = _state(directory / "changed.db")
    assert after != before
    steps = 0
    while True:
        steps += 1
        for path in directory.glob("tried.db*"):
            path.unlink()
        shutil.copy(directory / "copy.db", directory / "tried.db")
        killed = _killed(partial(_apply, directory / "tried.db", change, steps))
        found = _state(directory / "tried.db")
        assert found in (before, after), (steps, found)
        if not killed:
            assert found == after
            (directory / "changed.db").replace(directory / "copy.db")
            return steps


def _killed(work: Callable[[], None]) -> bool:
    """Whether a process that does the work is killed by it."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == -signal.SIGKILL


def _apply(path: Path, change: Callable[[Copy], None], last: int) -> None:
    copy, steps = Copy(path), 0

    def count(frame: FrameType, event: str, _: Any) -> None:
        nonlocal steps
        if event in ("call", "return", "c_call", "c_return"):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    change(copy)
    sys.setprofile(None)
    copy.close()


def _state(path: Path) -> State:
    copy = Copy(path)
    state = copy.cursor, list(copy.records("casualty")), list(copy.redirects())
    copy.close()
    return state


if __name__ == "__main__":
    main()
