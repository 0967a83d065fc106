"""Settings: what is known is read, what is not stops the start with its name."""

import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import ValidationError

from service.settings import Settings, SettingsError, load_settings, make_data_dir, secret_key


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.upper().startswith("POIMENNO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_defaults_are_those_of_the_contract() -> None:
    settings = load_settings()
    assert (settings.database_url, settings.read_database_url) == (None, None)
    assert (settings.data_dir, settings.host, settings.port, settings.workers) == (Path("var"), "127.0.0.1", 8000, 1)
    assert (settings.public_read, settings.log_format, settings.auto_attach) == (True, "console", True)


def test_an_override_goes_before_the_environment_and_that_before_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("POIMENNO_PORT=1001\nPOIMENNO_HOST=::1\nPOIMENNO_WORKERS=2\nOTHER=1\n")
    monkeypatch.setenv("POIMENNO_PORT", "1002")
    monkeypatch.setenv("POIMENNO_HOST", "0.0.0.0")
    settings = load_settings(port=1003, host=None)
    assert (settings.port, settings.host, settings.workers) == (1003, "0.0.0.0", 2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("POIMENNO_PORT", "eighty"),
        ("POIMENNO_PORT", "70000"),
        ("POIMENNO_WORKERS", "0"),
        ("POIMENNO_PUBLIC_READ", "perhaps"),
        ("POIMENNO_LOG_FORMAT", "xml"),
        ("POIMENNO_LOCK_TIMEOUT", "-1"),
        ("POIMENNO_WEBHOOK_NETWORKS", "10.0.0.0/8, hush"),
        ("POIMENNO_DATABASE_URL", "mysql://writer:hush@db/x"),
        ("POIMENNO_READ_DATABASE_URL", "hush"),
        ("POIMENNO_PUBLIC_RAED", "false"),
        ("poimenno_nothing", "1"),
    ],
)
@pytest.mark.parametrize("where", ["environment", "file"])
def test_a_wrong_setting_is_named_and_its_value_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, where: str
) -> None:
    if where == "environment":
        monkeypatch.setenv(name, value)
    else:
        (tmp_path / ".env").write_text(f"{name}={value}\n")
    with pytest.raises(SettingsError, match=name) as raised:
        load_settings()
    assert "hush" not in str(raised.value)


def test_an_unknown_override_is_named() -> None:
    with pytest.raises(SettingsError, match="prot"):
        load_settings(prot=8000)


def test_an_empty_variable_is_an_absent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POIMENNO_DATABASE_URL", "")
    assert load_settings().database_url is None


def test_settings_are_frozen_and_keep_passwords_out_of_their_repr() -> None:
    settings = load_settings(database_url="postgresql://writer:hush@db/x")
    assert "hush" not in repr(settings)
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]


def test_the_key_is_made_once_and_only_we_can_read_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "var")
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(settings), range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) == 64
    path = tmp_path / "var" / "secret.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [child.name for child in path.parent.iterdir()] == ["secret.key"]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda path: path.chmod(0o644), "other accounts"),
        (lambda path: path.write_text("short"), "less than 32"),
    ],
)
def test_a_key_open_to_others_or_cut_short_is_refused(
    tmp_path: Path, spoil: Callable[[Path], object], reason: str
) -> None:
    settings = Settings(data_dir=tmp_path)
    secret_key(settings)
    spoil(tmp_path / "secret.key")
    with pytest.raises(SettingsError, match=reason):
        secret_key(settings)


def test_the_operators_key_file_is_never_made(tmp_path: Path) -> None:
    settings = Settings(secret_key_file=tmp_path / "key")
    with pytest.raises(SettingsError, match="POIMENNO_SECRET_KEY_FILE"):
        secret_key(settings)
    (tmp_path / "key").write_text("k" * 40)
    assert secret_key(settings) == b"k" * 40


def test_making_the_data_directory_leaves_parents_and_an_existing_one_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    assert make_data_dir(tmp_path / "var") == tmp_path / "var"
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) & 0o066 == 0
    (tmp_path / "var").chmod(0o755)
    make_data_dir(tmp_path / "var")
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o755
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


def test_a_data_directory_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="POIMENNO_DATA_DIR"):
        make_data_dir(tmp_path / "file" / "var")
