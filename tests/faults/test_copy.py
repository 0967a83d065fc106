"""What a mirror holds and the cursor that it goes on from always agree."""

import subprocess
import sys
from pathlib import Path

from tests.served import ROOT


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
