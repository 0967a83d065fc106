"""Failures are one line and an exit code that a script can rely on."""

import pytest

from tests.served import free_port
from tests.service.cli.command import Command

COMMANDS = [
    ("serve",),
    ("run",),
    ("migrate",),
    ("import",),
    ("check",),
    ("export",),
    ("compare",),
    ("verify",),
    ("redact",),
    ("keys",),
    ("keys", "create"),
    ("keys", "list"),
    ("keys", "revoke"),
    ("reference",),
    ("reference", "load"),
    ("reference", "list"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_shows_an_example(call: Command, command: tuple[str, ...]) -> None:
    called = call(*command, "--help")
    assert called.code == 0
    assert f"  poimenno {' '.join(command)}" in called.out


def test_all_commands_are_listed(call: Command) -> None:
    shown = call("--help").out
    assert all(f"  {command[0]} " in shown for command in COMMANDS)
    assert "Exit codes" in shown


def test_the_version_is_told(call: Command) -> None:
    assert call("--version").code == 0


@pytest.mark.parametrize("arguments", [("nonsense",), ("verify", "--nonsense"), ("import",), ("export", "people"), ()])
def test_a_wrong_call_is_2(call: Command, arguments: tuple[str, ...]) -> None:
    assert call(*arguments).code == 2


@pytest.mark.parametrize("command", ["verify", "migrate", "serve", "run"])
@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("POIMENNO_PORT", "many", "POIMENNO_PORT"),
        ("POIMENNO_PUBLIC_REED", "true", "unknown setting POIMENNO_PUBLIC_REED"),
        ("POIMENNO_DATABASE_URL", "mysql://x", "POIMENNO_DATABASE_URL"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name(
    call: Command, monkeypatch: pytest.MonkeyPatch, command: str, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    called = call(command)
    assert (called.code, called.out) == (2, "")
    assert called.err.count("\n") == 1
    assert told in called.err


@pytest.mark.parametrize(
    "command", [("verify",), ("migrate",), ("serve", "--port", "0"), ("run", "--port", "0"), ("export", "cases")]
)
def test_a_database_that_can_not_be_reached_is_3(
    call: Command, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("POIMENNO_DATABASE_URL", f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
    called = call(*command)
    assert (called.code, called.out) == (3, "")
    assert called.err.count("\n") == 1
    assert "can't be reached" in called.err
