"""What must hold of an XLSX file before a parser sees it: a whole ZIP archive that doesn't unpack into a flood."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.readers.errors import UnreadableFile
from service.readers.files import reading

_MIB = 1 << 20
MAX_UNPACKED = 1_024 * _MIB
MAX_TEXTS = 100 * _MIB
"""The shared texts of a workbook are held in memory, unlike its rows."""
MAX_PART = 20 * _MIB
"""Styles and the like are parsed as a tree, ten times their size."""
MAX_RATIO = 250
"""Sheets pack 10 to 60 times; zeros a thousand times."""
MAX_PARTS = 5_000
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_OLE = b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 18


@contextmanager
def damaged_as_unreadable(path: Path) -> Iterator[None]:
    """Turn a broken archive's errors into UnreadableFile."""
    try:
        with reading(path):
            yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError) as error:
        raise UnreadableFile(f"{path.name} is damaged, or no XLSX workbook: {error}.") from error


def check_archive(path: Path) -> None:
    """Raise UnreadableFile unless `path` is a ZIP archive within the limits above, with no XML entities declared."""
    with damaged_as_unreadable(path):
        with path.open("rb") as file:
            if file.read(4) == _OLE:
                raise UnreadableFile(f"{path.name} is an old .xls or has a password; save it as .xlsx without one.")
        with zipfile.ZipFile(path) as archive:
            _check_sizes(path, archive.infolist())
            for part in archive.infolist():
                _check_declarations(path, archive, part)


def xml_chunks(path: Path, part: str, overlap: int = 512) -> Iterator[bytes]:
    """The unpacked bytes of one part, piece by piece; each piece repeats the last `overlap` bytes of the one before."""
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        kept = b""
        while chunk := file.read(_CHUNK):
            yield kept + chunk
            kept = chunk[-overlap:]


def _check_sizes(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    bomb = UnreadableFile(f"{path.name} unpacks into more than a workbook may; it is refused unread.")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise bomb
    for part in parts:
        if part.file_size > min(10 * _MIB, _limit(part.filename)) and part.file_size > MAX_RATIO * part.compress_size:
            raise bomb
        if part.file_size > _limit(part.filename):
            raise bomb


def _limit(name: str) -> int:
    if "/worksheets/" in name or "/media/" in name:
        return MAX_UNPACKED
    return MAX_TEXTS if name.endswith("sharedStrings.xml") else MAX_PART


def _check_declarations(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if not part.filename.endswith((".xml", ".rels")):
        return
    with archive.open(part) as file:
        if _DECLARATION.search(file.read(4_096)):
            raise UnreadableFile(f"{path.name} declares XML entities, which a workbook has no use for.")
