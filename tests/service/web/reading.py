"""A page read as a browser reads it, strictly: what is opened is closed, and what every page has to have is there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img"}
CONTROLS = {"input", "select", "textarea"}


@dataclass(slots=True)
class Element:
    """An element with its attributes and what lies in it."""

    tag: str
    attributes: dict[str, str]
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, white space squeezed."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for one in self.inside:
            yield one if isinstance(one, str) else "".join(one._texts())

    def every(self, tag: str = "", **attributes: str) -> list["Element"]:
        """The elements of a tag that have these attributes; `class_` names one of the classes."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [one for one in self.walk() if tag in ("", one.tag) and one.has(wanted)]

    def one(self, tag: str = "", **attributes: str) -> "Element":
        """The only such element."""
        (found,) = self.every(tag, **attributes)
        return found

    def has(self, wanted: dict[str, str]) -> bool:
        """Whether the attributes are these."""
        return all(
            value in self.attributes.get("class", "").split() if name == "class" else self.attributes.get(name) == value
            for name, value in wanted.items()
        )

    def walk(self) -> Iterator["Element"]:
        """This element and all in it."""
        yield self
        for one in self.inside:
            if isinstance(one, Element):
                yield from one.walk()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert max(Counter(name for name, _ in attrs).values(), default=1) == 1, f"{tag}: an attribute stands twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"<{self.open[-1].tag}> is closed by </{tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read(html: str) -> Element:
    """The page; fails where tags don't fit together."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].tag}> is not closed"
    return reader.root


def hold_to_rules(page: Element) -> None:
    """What WCAG 2.2 asks for and a parser can see, and what our policy forbids."""
    assert page.one("html").attributes["lang"]
    assert page.one("head").one("title").text
    assert page.one("main").attributes["id"] == "content"
    assert page.every("a")[0].attributes["href"] == "#content"
    assert len(page.every("h1")) == 1
    levels = [int(one.tag[1]) for one in page.walk() if one.tag in ("h1", "h2", "h3", "h4", "h5")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), levels
    ids = [one.attributes["id"] for one in page.walk() if "id" in one.attributes]
    assert sorted(ids) == sorted(set(ids))
    _check_references(page, set(ids))
    _check_names(page)
    _check_policy(page)


def _check_references(page: Element, ids: set[str]) -> None:
    for one in page.walk():
        for name in ("for", "aria-labelledby", "aria-describedby", "list"):
            assert set(one.attributes.get(name, "").split()) <= ids, (one.tag, one.attributes)
        if one.attributes.get("href", "").startswith("#"):
            assert one.attributes["href"][1:] in ids, one.attributes


def _check_names(page: Element) -> None:
    labelled = {one.attributes["for"] for one in page.every("label") if "for" in one.attributes}
    wrapped = {id(inner) for one in page.every("label") for inner in one.walk()}
    for one in page.walk():
        if one.tag in CONTROLS and one.attributes.get("type") != "hidden":
            assert one.attributes.get("id") in labelled or id(one) in wrapped or "aria-label" in one.attributes
        if one.tag in ("a", "button", "summary"):
            assert one.text or one.attributes.get("aria-label"), one.attributes
        if one.tag == "th":
            assert one.attributes.get("scope") in ("col", "row", "rowgroup")


def _check_policy(page: Element) -> None:
    for one in page.walk():
        assert "style" not in one.attributes
        assert one.tag != "style"
        assert not [name for name in one.attributes if name.startswith("on")]
        if one.tag == "script":
            assert one.attributes["src"].startswith("/static/")
            assert not one.text
        if one.tag == "link" and one.attributes.get("rel") in ("stylesheet", "icon"):
            assert one.attributes["href"].startswith("/static/")
        assert not one.attributes.get("href", "").lower().strip().startswith(("javascript:", "vbscript:"))
