"""The lock files: every version with hashes, no address of any index, and nothing forgotten."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-build.lock", "requirements-peers.lock"]


def locked(name: str) -> dict[str, Requirement]:
    """What a lock file pins, by canonical name."""
    text = (ROOT / name).read_text().replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    requirements = [Requirement(re.sub(r"\s--hash=\S+", "", line)) for line in lines]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def group(name: str) -> list[str]:
    """A dependency group's requirements, included groups among them."""
    found: list[str] = []
    for entry in PROJECT["dependency-groups"][name]:
        found += group(entry["include-group"]) if isinstance(entry, dict) else [entry]
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_every_pin_has_hashes(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.search(r"://|index-url|find-links|^-", text, re.MULTILINE)
    for entry in re.split(r"\n(?=\S)", text):
        if not entry.startswith("#"):
            assert re.match(r"[a-z0-9][a-z0-9-]*(\[[a-z,]+\])?==\S+", entry), entry.splitlines()[0]
            assert "--hash=sha256:" in entry, entry.splitlines()[0]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements-dev.lock", [*PROJECT["project"]["dependencies"], *group("dev")]),
        ("requirements-build.lock", [*PROJECT["build-system"]["requires"], *group("build")]),
        ("requirements-peers.lock", group("peers")),
    ],
)
def test_a_lock_holds_what_the_project_asks_for(name: str, wanted: list[str]) -> None:
    pins = locked(name)
    for requirement in map(Requirement, wanted):
        pin = pins.get(canonicalize_name(requirement.name))
        assert pin, f"{requirement.name} is not in {name}: make lock"
        [version] = pin.specifier
        assert requirement.specifier.contains(version.version), f"{requirement} is not {pin}: make lock"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-peers.lock"])
def test_what_is_installed_besides_is_what_was_tested(name: str) -> None:
    tested = locked("requirements-dev.lock")
    both = {pin: requirement.specifier for pin, requirement in locked(name).items() if pin in tested}
    assert both == {pin: tested[pin].specifier for pin in both}
    assert len(both) == len(locked(name)) or name == "requirements-peers.lock"
