"""Every file, and every function in one, that a page under `docs/` names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
STARTS = (ROOT, ROOT / "service")
_NAMED = re.compile(r"`([a-z_]+(?:/[\w.]+)+)(?::(\w+))?`")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_named_is_there(page: Path) -> None:
    for named, function in _NAMED.findall(page.read_text()):
        found = [start / named for start in STARTS if (start / named).exists()]
        assert found, f"{page.name} names {named}"
        if function:
            assert re.search(rf"^ *(async )?(def|class) {function}\b", found[0].read_text(), re.MULTILINE), function


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [link for link in _LINK.findall(page.read_text()) if not (page.parent / link).exists()] == []


def test_the_way_of_a_report_is_told_by_file_and_function() -> None:
    named = _NAMED.findall((ROOT / "docs" / "architecture.md").read_text())
    assert len([file for file, function in named if function]) >= 5
