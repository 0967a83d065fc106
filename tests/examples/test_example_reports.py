"""The example reports are what the briefs say: in the contract's shape, cited to the paragraph, and nobody too many."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from schemas.report import REPORT
from schemas.tally import NewTally

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = sorted((EXAMPLES / "reports").glob("*.ndjson"))

CASUALTIES = {"Ruslan Saidov", "Ruslan Hisamutdinov", "Gennady Rodionov", "Ruslan Akushkarov", "Yevgeny Denisov"}
DEFENDANTS = {
    "Oleg Mikhailov", "Valery Shumilov", "Aleksey Borichevsky", "Maksim Vikhorev", "Igor Paskar",
    "Roman Burlachenko", "Natalya Andrianova", "Yegor Balazeykin", "Danil Shargan",
}  # fmt: skip
UNNAMED = {
    "cit-2023-11-08/rostov-draft-office-arson",
    "cit-2023-11-08/cheremushkinsky-draft-office-explosive",
    "cit-2024-06-04/khabarovsk-foreign-state",
    "cit-2024-06-04/five-agents-sevastopol",
}
LEFT_OUT = (
    "Yamashkin", "Alekseev", "Sekretov", "Maslov", "Bigotskiy", "Panfyorov", "Galkin", "Borisenko", "Belousov",
)  # fmt: skip


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


REPORTS = [report for path in FILES for report in read(path)]
BY_ID = {report["external_id"]: report for report in REPORTS}


def facts(external_id: str) -> dict[str, Any]:
    report = BY_ID[external_id]
    return dict(report[report["kind"]])


def defendant(external_id: str) -> dict[str, Any]:
    return dict(facts(external_id)["defendants"][0])


def printed_names(kind: str) -> set[str]:
    people = [r["casualty"] for r in REPORTS if r["kind"] == "casualty"]
    if kind == "case":
        people = [d for r in REPORTS if r["kind"] == "case" for d in r["case"]["defendants"]]
    return {name["full"] for person in people for name in person.get("names", [])}


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report["external_id"])
def test_a_report_is_in_the_contracts_shape_and_cited_to_the_paragraph(report: dict[str, Any]) -> None:
    parsed = REPORT.validate_python(report)
    assert parsed.document.title
    assert parsed.document.published_on
    assert re.search(r"(^|, )paragraph [0-9]+$", parsed.locator or "")
    assert report["external_id"].startswith(f"cit-{report['document']['published_on']}/")


def test_each_brief_has_its_file_and_no_id_comes_twice() -> None:
    assert [path.stem for path in FILES] == ["cit-2022-11-24", "cit-2023-11-08", "cit-2024-06-04"]
    assert [len(read(path)) for path in FILES] == [3, 9, 6]
    assert len(BY_ID) == len(REPORTS)
    assert all(r["document"] == read(path)[0]["document"] for path in FILES for r in read(path))


def test_everyone_is_there_and_nobody_else() -> None:
    assert printed_names("casualty") == CASUALTIES
    assert printed_names("case") == DEFENDANTS
    assert {
        r["external_id"] for r in REPORTS if r["kind"] == "case" and not defendant(r["external_id"]).get("names")
    } == UNNAMED


@pytest.mark.parametrize("name", LEFT_OUT)
def test_those_who_are_no_registry_material_are_named_in_the_readme_only(name: str) -> None:
    assert not any(name in path.read_text(encoding="utf-8") for path in FILES)
    assert name in (EXAMPLES / "README.md").read_text(encoding="utf-8")


def test_no_fact_is_lent_from_another_man() -> None:
    saidov, hisamutdinov = facts("cit-2022-11-24/saidov"), facts("cit-2022-11-24/hisamutdinov")
    assert not {"age", "born", "mobilised_on", "wounded"} & saidov.keys()
    assert not {"died", "rank", "mobilised_on", "wounded", "occupation"} & hisamutdinov.keys()
    charges = [c for r in REPORTS if r["kind"] == "case" for d in r["case"]["defendants"] for c in d.get("charges", [])]
    assert not any("article" in charge or "part" in charge for charge in charges)


@pytest.mark.parametrize(
    ("external_id", "expected"),
    [
        ("saidov", {"status": "killed", "died": "2022-11-16", "rank": "Private", "home": {"region": "RU-KAM"}}),
        ("hisamutdinov", {"age": {"years": 37, "as_of": "2022-11"}, "home": {"region": "RU-BA", "place": "Meleuz"}}),
        ("rodionov", {"status": "died_of_wounds", "born": "1989", "died": "2022-11-09", "mobilised_on": "2022-09"}),
    ],
)
def test_soldiers_have_the_facts_of_the_text(external_id: str, expected: dict[str, Any]) -> None:
    assert expected.items() <= facts(f"cit-2022-11-24/{external_id}").items()


def test_sentences_are_those_of_the_text() -> None:
    assert facts("cit-2023-11-08/borichevsky")["events"][0]["decisions"][0]["sentence"] == [
        {"kind": "imprisonment", "regime": "penal_settlement", "duration": "P3Y"}
    ]
    appeal = facts("cit-2023-11-08/paskar")["events"][0]
    assert (appeal["type"], appeal["outcome"]) == ("appeal_decided", "upheld")
    assert appeal["decisions"][0]["sentence"][0]["duration"] == "P8Y6M"
    assert defendant("cit-2024-06-04/andrianova")["sentence"] == [{"kind": "forced_labour", "duration": "P1Y8M"}]
    assert defendant("cit-2024-06-04/balazeykin")["sentence"][0]["duration"] == "P6Y"
    assert defendant("cit-2023-11-08/mikhailov")["prior_convictions"][0]["sentence"][0]["duration"] == "P18Y"
    assert defendant("cit-2024-06-04/five-agents-sevastopol")["count"] == 5


def test_two_months_before_trial_are_no_sentence() -> None:
    accused = defendant("cit-2023-11-08/cheremushkinsky-draft-office-explosive")
    assert accused["pretrial"][0]["duration"] == "P2M"
    assert "sentence" not in accused
    assert "court" not in facts("cit-2023-11-08/cheremushkinsky-draft-office-explosive")


def test_tallies_are_the_figures_of_the_briefs() -> None:
    tallies = read(EXAMPLES / "tallies.ndjson")
    assert all(NewTally.model_validate(tally).locator for tally in tallies)
    assert [(t["as_of"], t["value"], t["qualifier"]) for t in tallies] == [
        ("2023-10", 14, "exact"),
        ("2023-09", 14, "about"),
        ("2022", 6, "exact"),
        ("2024-06", 8000, "at_least"),
    ]
