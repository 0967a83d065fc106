"""What a mirror holds and the cursor that it goes on from always agree."""

import subprocess
import sys
from pathlib import Path

from service.client import Change
from service.mirror.copy import Copy
from tests.served import ROOT


def test_what_is_taken_out_is_in_none_of_its_files(tmp_path: Path) -> None:
    names = [f"Тестов{n} Тест" for n in range(300)]
    copy = Copy(tmp_path / "copy.db")
    told = [
        Change(n, "published", f"cas-{n:03}", "casualty", 1, None, {"id": f"cas-{n:03}", "name": name * 50})
        for n, name in enumerate(names)
    ]
    copy.apply(told, "a")
    masked = {"id": "cas-100", "name": None}
    redacted = Change(300, "redacted", "cas-100", "casualty", 2, None, masked)
    copy.apply([redacted, Change(301, "withdrawn", "cas-200", "casualty", 2)], "b")
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for n, name in enumerate(names):
        assert (name.encode() in files) is (n not in (100, 200)), name
    copy.close()


def test_a_copy_that_is_killed_at_any_step_holds_what_its_cursor_says(tmp_path: Path) -> None:
    script = ROOT / "tests" / "faults" / "dying_copy.py"
    ended = subprocess.run(
        [sys.executable, str(script), str(tmp_path)], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    snapshot, page = map(int, ended.stdout.split())
    assert snapshot > 20
    assert page > 20
