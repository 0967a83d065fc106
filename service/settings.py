"""What an operator may set: read once at the edge, frozen, handed on as an argument."""

import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from matching.learn import from_json
from matching.model import SHIPPED, Weights
from service.delivery.addresses import networks_of

PREFIX: Final = "POIMENNO_"
_SCHEMES: Final = ("postgres", "postgresql", "postgresql+asyncpg")
_SHORTEST_KEY: Final = 32


class SettingsError(ValueError):
    """A setting is unknown, malformed or can't be used. The message names it and never repeats its value."""


def _postgresql_url(url: str) -> str:
    if urlsplit(url).scheme not in _SCHEMES:
        raise ValueError(f"must be a PostgreSQL address ({', '.join(f'{scheme}://…' for scheme in _SCHEMES)})")
    return url


PostgresUrl = Annotated[str, AfterValidator(_postgresql_url)]


def _networks(text: str) -> str:
    try:
        networks_of(text)
    except ValueError:
        raise ValueError("must be networks such as 10.0.0.0/8 or fd00::/8, separated by commas") from None
    return text


Networks = Annotated[str, AfterValidator(_networks)]
Seconds = Annotated[float, Field(gt=0, le=3600)]


class Settings(BaseSettings):
    """Settings of one process. Each is read from the variable `POIMENNO_` + its name in capitals, or from `.env`.

    Addresses carry passwords, so they are left out of the `repr`.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True)

    database_url: PostgresUrl | None = Field(
        default=None, repr=False, description="PostgreSQL 15 or later; absent: embedded"
    )
    read_database_url: PostgresUrl | None = Field(default=None, repr=False, description="a replica that answers reads")
    data_dir: Path = Field(
        default=Path("var"), description="the embedded database, the secret key and what imports leave"
    )
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8000, ge=0, le=65535, description="0 takes a free port")
    workers: int = Field(default=1, ge=1, le=64)
    public_read: bool = Field(default=True, description="published records, look-ups, feed and exports need no key")
    auto_attach: bool = Field(
        default=True, description="a report that is surely the same person joins the record at once"
    )
    model: Path | None = Field(
        default=None, description="weights that `poimenno link --train` learnt; absent: those of this version"
    )
    log_format: Literal["console", "json"] = "console"
    secret_key_file: Path | None = Field(default=None, description="absent: DATA_DIR/secret.key, made on first use")
    webhook_networks: Networks = Field(
        default="", description="networks besides the public internet that webhooks may lead to, such as `10.0.0.0/8`"
    )
    webhook_timeout: Seconds = Field(default=15.0, description="seconds that a webhook's target has to answer")
    lock_timeout: Seconds = Field(default=10.0, description="seconds to wait for a lock before the answer is 503")
    statement_timeout: Seconds = Field(default=60.0, description="seconds one statement may run")
    idle_transaction_timeout: Seconds = Field(default=60.0, description="seconds a transaction may wait for its client")
    write_connections: int = Field(default=5, ge=1, le=100, description="per worker")
    read_connections: int = Field(default=10, ge=1, le=100, description="per worker")


def load_settings(*, env_file: Path | None = Path(".env"), **overrides: Any) -> Settings:
    """Settings of the environment and `env_file`; an override that isn't None (a command's option) goes first.

    Raises SettingsError naming every setting that is unknown or malformed, as a typing mistake in `PUBLIC_READ`
    must not open what an operator meant to close.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    unknown = sorted({*_unknown_settings(os.environ), *_unknown_settings(_read_env_file(env_file))})
    unknown += sorted(name for name in given if name not in Settings.model_fields)
    if unknown:
        raise SettingsError(f"unknown setting {', '.join(unknown)}; known are {', '.join(sorted(_known_settings()))}")
    try:
        return Settings(_env_file=env_file, **given)  # type: ignore[call-arg]  # pydantic-settings hides its own argument
    except ValidationError as error:
        raise SettingsError("; ".join(_in_words(error))) from None


def secret_key(settings: Settings) -> bytes:
    """The key of every keyed hash (fingerprints, redaction guard, API keys): at least 32 bytes, the same for ever.

    It lies outside the database, so that a stolen dump can't be searched for a person by trying names. Absent a file
    named by the operator it is `DATA_DIR/secret.key`, mode 0600, made on first use; of two processes that make it at
    once both get the first one's. Raises SettingsError when it can't be read, is too short or is open to others.
    """
    named = settings.secret_key_file
    path = named or settings.data_dir / "secret.key"
    with suppress(FileExistsError):
        if named is None and not path.exists():
            _make_key(path)
    try:
        key = path.read_bytes().strip()
        open_to_others = named is None and path.stat().st_mode & 0o077
    except OSError as error:
        raise SettingsError(f"{PREFIX}SECRET_KEY_FILE: {path} can't be read: {error.strerror}") from error
    if open_to_others:
        raise SettingsError(f"{PREFIX}SECRET_KEY_FILE: {path} can be read by other accounts; chmod 600 it")
    if len(key) < _SHORTEST_KEY:
        raise SettingsError(f"{PREFIX}SECRET_KEY_FILE: {path} holds less than {_SHORTEST_KEY} bytes")
    return key


def learnt_weights(settings: Settings) -> Weights:
    """The weights that scores follow: those of the file that the operator names, else those this version ships with.

    Raises SettingsError when the file can't be read, or is no model learnt from this version's.
    """
    if settings.model is None:
        return SHIPPED
    try:
        return from_json(settings.model.read_bytes())
    except OSError as error:
        raise SettingsError(f"{PREFIX}MODEL: {settings.model} can't be read: {error.strerror}") from error
    except ValueError as error:
        raise SettingsError(f"{PREFIX}MODEL: {settings.model} {error}") from error


def make_data_dir(data_dir: Path) -> Path:
    """Make the data directory if it is missing and answer its resolved path.

    Only we may list it. Root lets others pass through, because the embedded server runs under an account of its own.
    A directory that is there already keeps its mode, and so does every parent.
    """
    path = data_dir.absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.mkdir(mode=0o700)
            path.chmod(0o711 if os.geteuid() == 0 else 0o700)
        return path.resolve(strict=True)
    except OSError as error:
        raise SettingsError(f"{PREFIX}DATA_DIR: {path} can't be made: {error.strerror}") from error


def _make_key(path: Path) -> None:
    make_data_dir(path.parent)
    # A hard link appears whole or not at all, and fails if another process was first.
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret.key.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_hex(32).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        Path(draft).unlink()


def _read_env_file(env_file: Path | None) -> Mapping[str, str | None]:
    return dotenv_values(env_file) if env_file and env_file.is_file() else {}


def _known_settings() -> set[str]:
    return {PREFIX + name.upper() for name in Settings.model_fields}


def _unknown_settings(variables: Mapping[str, str | None]) -> list[str]:
    known = _known_settings()
    return [name for name in variables if name.upper().startswith(PREFIX) and name.upper() not in known]


def _in_words(error: ValidationError) -> Iterator[str]:
    for detail in error.errors(include_input=False, include_url=False):
        name = PREFIX + "_".join(str(part) for part in detail["loc"]).upper()
        yield f"{name}: {detail['msg'].removeprefix('Value error, ')}"
