"""The methodology: made from the codebook, the model's table and its measurement, none of it written twice."""

from pathlib import Path

from matching.model import FEATURES, MODEL_VERSION
from service.web.codebook import codebook
from service.web.views.methodology import measured
from tests.service.web.browsing import Browsing

CODEBOOK = Path(__file__).parents[3] / "docs" / "CODEBOOK.md"


async def test_it_says_what_the_code_does(site: Browsing) -> None:
    page = await site.visit("/methodology")
    for chapter in codebook().chapters:
        assert page.one("h2", id=chapter.id).text == chapter.title.replace("`", "")
    for levels in FEATURES.values():
        for level in levels.values():
            assert " ".join(level.why.split()) in page.text
    assert "at least 95 %" in page.text
    assert MODEL_VERSION in page.text


def test_the_codebook_is_the_one_of_the_documentation() -> None:
    headings = [line[3:] for line in CODEBOOK.read_text().splitlines() if line.startswith("## ")]
    assert [one.title for one in codebook().chapters] == headings
    assert "<script" not in codebook().html


def test_the_measurement_is_of_this_model() -> None:
    """`python -m benchmarks.matching.reliability --keep matching/reliability.json` measures it anew."""
    assert measured()["model"] == MODEL_VERSION
    assert all(0 <= one["same"] <= 1 and one["pairs"] > 0 for one in measured()["bins"])
