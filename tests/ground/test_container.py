"""The Dockerfile and compose.yaml, which no test here can run: every path, command and setting they name exists."""

import fnmatch
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from service.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
INSTRUCTIONS = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text()).splitlines()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}


def arguments(instruction: str) -> list[str]:
    """What follows each occurrence of an instruction."""
    return [line.removeprefix(instruction).strip() for line in INSTRUCTIONS if line.startswith(instruction + " ")]


def copied() -> list[str]:
    """Paths that are copied from the sources."""
    return [path for line in arguments("COPY") if not line.startswith("--from") for path in line.split()[:-1]]


@pytest.mark.parametrize("path", copied())
def test_what_is_copied_exists_and_is_not_ignored(path: str) -> None:
    assert (ROOT / path).exists()
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    ignored = False
    for rule in rules:
        if fnmatch.fnmatch(path, rule.removeprefix("!").removeprefix("**/")):
            ignored = not rule.startswith("!")
    assert not ignored


def test_every_package_of_the_wheel_is_copied() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    needed = {*project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"], "pyproject.toml"}
    needed |= {project["project"]["readme"], *project["project"]["license-files"]}
    assert needed <= set(copied())
    assert arguments("ENTRYPOINT") == ['["poimenno"]']
    assert "poimenno" in project["project"]["scripts"]


def test_requirements_that_are_installed_were_copied_and_have_hashes() -> None:
    for line in arguments("RUN"):
        for name in re.findall(r"--requirement (\S+)", line):
            assert Path(name).name in copied()
            assert "--require-hashes" in line


def test_the_service_does_not_run_as_root_and_its_data_is_its_own() -> None:
    [user] = arguments("USER")
    assert user not in ("root", "0")
    [volume] = arguments("VOLUME")
    assert any(f"--owner={user}" in line and line.endswith(volume) for line in arguments("RUN"))
    assert f"POIMENNO_DATA_DIR={volume}" in arguments("ENV")[0]


def test_every_setting_named_exists() -> None:
    named = set(re.findall(r"POIMENNO_\w+", "\n".join([*INSTRUCTIONS, (ROOT / "compose.yaml").read_text()])))
    assert named <= SETTINGS


def test_compose_waits_for_its_database_and_publishes_nothing_beyond_this_machine() -> None:
    services = COMPOSE["services"]
    assert services["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["poimenno"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert "healthcheck" in services["database"]
    assert "ports" not in services["database"]
    assert all(port.startswith("127.0.0.1:") for port in services["poimenno"]["ports"])
    mounted = {volume.split(":")[0] for service in services.values() for volume in service["volumes"]}
    assert mounted == set(COMPOSE["volumes"])
    assert services["poimenno"]["volumes"] == [f"data:{arguments('VOLUME')[0]}"]
