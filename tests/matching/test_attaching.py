"""What may be attached without a maintainer, by a table of cases."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from matching.profile import Profile
from matching.score import attach_decision, score, score_case
from schemas.dates import bounds

TABLE = yaml.safe_load((Path(__file__).parents[1] / "cases" / "matching.yaml").read_text(encoding="utf-8"))


def sides(case: Mapping[str, Any], kind: str) -> tuple[Profile, Profile]:
    left, right = (profile(kind, {**case.get("same", {}), **case.get(side, {})}) for side in ("left", "right"))
    return left, right


def profile(kind: str, said: Mapping[str, str]) -> Profile:
    lists = {"region": "regions", "place": "places", "court": "courts", "number": "case_numbers", "uid": "uids"}
    lists |= {"article": "articles", "sentence": "sentences"}
    facts: dict[str, Any] = {field: [said[name]] for name, field in lists.items() if name in said}
    facts |= {name: days(said[name]) for name in ("born", "died") if name in said}
    if "verdict" in said:
        facts |= {"events": days(said["verdict"]), "verdicts": days(said["verdict"])}
    names = [(said["name"], None, None, None)] if "name" in said else []
    return Profile.build(kind=kind, names=names, **facts)


def days(edtf: str) -> list[tuple[date, date]]:
    return [(bounds(edtf).first, bounds(edtf).last)]


@pytest.mark.parametrize("case", TABLE["casualties"], ids=str)
def test_soldiers(case: Mapping[str, Any]) -> None:
    left, right = sides(case, "casualty")
    assert attach_decision(score(left, right)) == case["is"]
    assert attach_decision(score(right, left)) == case["is"]


@pytest.mark.parametrize("case", TABLE["cases"], ids=str)
def test_cases(case: Mapping[str, Any]) -> None:
    left, right = sides(case, "case")
    assert attach_decision(score_case([left], [right])) == case["is"]
    assert attach_decision(score_case([right], [left])) == case["is"]
