"""The wheel: built as the Dockerfile builds it, installed beside nothing of the sources, it serves."""

import email
import json
import os
import subprocess
import sys
import urllib.request
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from service.storage.embedded.scratch import scratch_directory
from tests.served import serve

ROOT = Path(__file__).parents[2]
PACKAGES = ("service", "schemas", "matching", "migrations")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheels")
    command = ["pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir"]
    subprocess.run([sys.executable, "-m", *command, str(place), str(ROOT)], check=True)
    [built] = place.glob("poimenno-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("installed")
    command = ["pip", "install", "--quiet", "--no-deps", "--no-index", "--target"]
    subprocess.run([sys.executable, "-m", *command, str(place), str(wheel)], check=True)
    return place


def test_every_file_of_the_packages_is_in_it_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    listed = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True)
    assert inside >= set(listed.stdout.split())
    assert {name.split("/")[0] for name in inside} == set(PACKAGES)
    assert {"migrations/env.py", "migrations/script.py.mako", "service/web/CODEBOOK.md"} <= inside
    assert {"service/web/templates/layout.html", "service/web/static/style.css"} <= inside
    assert not [name for name in inside if name.endswith(".pyc")]


def test_it_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {Path(name).name: name for name in archive.namelist() if ".dist-info/" in name}
        metadata = email.message_from_bytes(archive.read(names["METADATA"]))
        assert "poimenno = service.cli:main" in archive.read(names["entry_points.txt"]).decode()
    assert (metadata["Name"], metadata["License-Expression"]) == ("poimenno", "MIT")
    assert "LICENSE" in names


def run(installed: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the installed wheel, where no source can be picked up by mistake."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(
        [sys.executable, *command], cwd=installed, env=environment, capture_output=True, text=True, check=True
    )


def test_its_migrations_are_found_where_it_is_installed(installed: Path) -> None:
    said = run(
        installed,
        "-c",
        "import migrations; from service.storage.migrate import head; print(migrations.__file__, head())",
    )
    path, revision = said.stdout.split()
    assert Path(path).is_relative_to(installed)
    assert revision != "None"


@pytest.mark.skipif(find_spec("service.cli") is None, reason="there is no command yet to serve with")
def test_it_serves_with_the_migrations_inside(installed: Path) -> None:
    with (
        scratch_directory() as data,
        serve(data, sources=installed) as service,
        urllib.request.urlopen(f"{service.url}/v1/regions", timeout=10) as answer,
        urllib.request.urlopen(f"{service.url}/methodology", timeout=10) as page,
    ):
        assert answer.status == 200
        assert any(item["code"] == "RU-BA" for item in json.load(answer)["items"])
        assert "How values are chosen" in page.read().decode()
