"""Which encoding a text file is in: a byte order mark, else UTF-8, else one of the old Cyrillic code pages."""

import codecs
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from charset_normalizer import from_bytes

from service.readers.errors import UnreadableFile
from service.readers.files import bounded_lines, reading, refuse_binary

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CODE_PAGES = ["cp1251", "koi8_r", "cp866", "mac_cyrillic"]
_CHUNK = 1 << 18
_SAMPLE = 1 << 16
_UNDECODED = re.compile("[\udc80-\udcff]")


def detect_encoding(path: Path) -> str:
    """Codec name for the text file `path`.

    UTF-8 wins unless more bytes fail in it than non-ASCII characters succeed: a broken row in a UTF-8 file must be
    named, not turn the file into gibberish. Otherwise charset-normalizer chooses among the Cyrillic code pages, and
    windows-1251, which spreadsheets write, is taken where it can't.

    Raises:
        UnreadableFile: the file can't be opened, or is not text.
    """
    with reading(path):
        head = next(_chunks(path), b"")
        refuse_binary(path, head)
        for mark, codec in _BOMS:
            if head.startswith(mark):
                return codec
        good, bad = _utf8_balance(path)
    return "utf-8" if bad <= good else _code_page(path)


def decoding_errors(codec: str) -> str:
    """How a stream of `codec` should treat bytes it can't decode, so that they mark their own row and stop nothing."""
    return "replace" if codec.startswith(("utf-16", "utf-32")) else "surrogateescape"


def check_codec(codec: str) -> str:
    """The canonical name of a text codec (UTF-8 with or without mark); UnreadableFile for an unknown one."""
    try:
        "".encode(codec)
        name = codecs.lookup(codec).name
        return "utf-8-sig" if name == "utf-8" else name
    except (LookupError, ValueError) as error:
        raise UnreadableFile(f"There is no encoding «{codec}».") from error


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _utf8_balance(path: Path) -> tuple[int, int]:
    """Non-ASCII characters that are UTF-8, and bytes that are not."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    for chunk in chain(_chunks(path), (b"",)):
        text = decoder.decode(chunk, final=not chunk)
        if not text.isascii():
            undecoded = len(text) - len(_UNDECODED.sub("", text))
            good += len(text) - len(text.encode("ascii", "ignore")) - undecoded
            bad += undecoded
    return good, bad


def _code_page(path: Path) -> str:
    sample = bytearray()
    with reading(path), path.open("rb") as file:
        for _, line, _ in bounded_lines(file):
            sample += b"" if line.isascii() else line + b"\n"
            if len(sample) > _SAMPLE:
                break
    best = from_bytes(bytes(sample[:_SAMPLE]), cp_isolation=_CODE_PAGES).best()
    return best.encoding if best else "cp1251"
