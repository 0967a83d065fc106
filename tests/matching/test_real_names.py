"""On real persons' names, where the list is at hand; no weight is learnt from it."""

import csv
from pathlib import Path

import pytest

from matching.score import name_similarity

PAIRS = Path(__file__).parents[3] / "shared" / "data" / "names" / "eu_pairs.csv"


@pytest.mark.skipif(not PAIRS.exists(), reason="the list of pairs is not at hand")
def test_names_alone_tell_persons_apart() -> None:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = [(row["is_match"] == "1", name_similarity(row["name1"], row["name2"])) for row in csv.DictReader(file)]
    said = [(same, found.log_odds >= 0) for same, found in rows]
    right = said.count((True, True))
    precision, recall = right / (right + said.count((False, True))), right / (right + said.count((True, False)))
    assert 2 * precision * recall / (precision + recall) >= 0.975
