"""The codebook as a page shows it: `docs/CODEBOOK.md`, which a wheel carries beside this module."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_PLACES: Final = (Path(__file__).with_name("CODEBOOK.md"), Path(__file__).parents[2] / "docs" / "CODEBOOK.md")
_NOT_IN_AN_ID: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A second-level heading of the codebook, its id in the page, and where it leads."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """The chapters, and all text as HTML without its first heading; headings below it keep their level."""

    chapters: Sequence[Chapter]
    html: Markup


@cache
def codebook() -> Codebook:
    """The codebook of this release. Raises FileNotFoundError when the installation lacks it."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    text = next(path for path in _PLACES if path.exists()).read_text(encoding="utf-8")
    tokens = reader.parse(text.partition("\n")[2])
    chapters = tuple(_chapters(tokens))
    return Codebook(chapters, Markup(reader.renderer.render(list(_dressed(tokens)), reader.options, {})))


def _chapters(tokens: Sequence[Token]) -> Iterator[Chapter]:
    for opened, inline in zip(tokens, tokens[1:], strict=False):
        if opened.type == "heading_open":
            opened.attrSet("id", "codebook-" + _NOT_IN_AN_ID.sub("-", inline.content.lower()).strip("-"))
            if opened.tag == "h2":
                yield Chapter(str(opened.attrs["id"]), inline.content)


def _dressed(tokens: Sequence[Token]) -> Iterator[Token]:
    """Tables that scroll by themselves on a narrow screen, and heads of columns that say they are."""
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type == "table_open":
            yield _plain('<div class="wide-table" tabindex="0" role="group">\n')
        yield token
        if token.type == "table_close":
            yield _plain("</div>\n")


def _plain(html: str) -> Token:
    return Token("html_block", "", 0, content=html)
