"""What the project's own commands promise: one CI script, hooks that fetch nothing, a set-up that fails in words."""

import os
import re
import subprocess
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def test_ci_runs_the_two_commands_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-2:] == ["make check", "make test"]
    assert "set -euo pipefail" in script.read_text()


def test_make_has_every_target_that_is_promised() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {"setup", "run", "test", "check", "bench"} <= targets


def test_check_holds_the_documentation_to_be_true() -> None:
    asked = subprocess.run(["make", "--dry-run", "check"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = re.findall(r"\btests/\S+", next(line for line in asked.splitlines() if "pytest" in line))
    assert {"tests/docs", "tests/readme"} <= set(paths)
    assert all((ROOT / path).exists() for path in paths)


def test_a_python_that_is_too_old_or_missing_is_told_in_words(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements-dev.lock"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    made = subprocess.run(
        ["make", "setup", "PYTHON=/nonexistent/python3"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert made.returncode != 0
    assert "Python 3.11 to 3.14" in made.stdout


def test_pre_commit_fetches_nothing() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    assert [repository["repo"] for repository in hooks["repos"]] == ["local"]
    assert all(hook["language"] == "system" for repository in hooks["repos"] for hook in repository["hooks"])
