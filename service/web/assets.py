"""Style sheets, scripts and pictures: served under names that hold a hash of their content, so they are kept for good.

What others wrote is listed with version, licence and checksum in `static/vendored.toml`.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from service.errors import NotFound

DIRECTORY: Final = Path(__file__).parent / "static"
MEDIA: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HASH_CHARS: Final = 12


@dataclass(frozen=True, slots=True)
class Asset:
    """A file ready to be sent."""

    body: bytes
    media: str


def address_of(name: str) -> str:
    """Where `style.css` is found: `/static/style.0123456789ab.css`. Raises KeyError when there is no such file."""
    return _addresses()[name]


@cache
def _addresses() -> dict[str, str]:
    found = {path.name: path for path in sorted(DIRECTORY.iterdir()) if path.suffix in MEDIA}
    return {name: f"/static/{path.stem}.{_hash(path)}{path.suffix}" for name, path in found.items()}


@cache
def _assets() -> dict[str, Asset]:
    found = {address: DIRECTORY / name for name, address in _addresses().items()}
    return {address: Asset(path.read_bytes(), MEDIA[path.suffix]) for address, path in found.items()}


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:_HASH_CHARS]


def read_asset(address: str) -> Asset:
    """The file under its present address. Raises NotFound, also for one of another release."""
    found = _assets().get(address)
    if found is None:
        raise NotFound
    return found
