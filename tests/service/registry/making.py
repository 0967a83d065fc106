"""Reports for tests, made from few words, and the strategies that make them at random."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from schemas.case import CaseFacts
from schemas.casualty import CasualtyFacts
from service.registry.correction import parse_correction
from service.registry.evidence import Correction, Document, Origin, Report
from service.registry.fold import fold
from service.registry.inputs import Folded, RecordInputs, Reference

START = datetime(2024, 1, 1, tzinfo=UTC)
REFERENCE = Reference()


def document(n: int, source: str = "s1", **fields: Any) -> Document:
    """A document of its own, unless `fields` say otherwise."""
    given = {"url": f"https://{source}.example/{n}", "title": f"Title {n}", "published_on": "2023-01-01", **fields}
    return Document(id=f"doc-{n}", source=source, **given)


def casualty_report(n: int, facts: Mapping[str, Any], source: str = "s1", **more: Any) -> Report:
    """The n-th report, received on day n."""
    filled = {"names": [{"full": "Тестов Тест"}], "status": "killed", **facts}
    return _report(n, "casualty", CasualtyFacts.model_validate(filled), source, **more)


def case_report(n: int, facts: Mapping[str, Any], source: str = "s1", **more: Any) -> Report:
    """The n-th report of a case, received on day n."""
    filled = {"defendants": [{"names": [{"full": "Тестов Тест"}]}], **facts}
    return _report(n, "case", CaseFacts.model_validate(filled), source, **more)


def correction(n: int, kind: Any, values: Mapping[str, Any], at: int | None = None) -> Report:
    """A maintainer's correction, received on day n (or `at`)."""
    facts = Correction(parse_correction(kind, values), "test")
    received = START + timedelta(days=n if at is None else at)
    return Report(f"rep-{n:03}", kind, None, received, facts, origin="correction")


def _report(n: int, kind: Any, facts: Any, source: str, **more: Any) -> Report:
    cited = more.pop("document", None) or document(n, source, **more.pop("about", {}))
    based_on = [Origin(**origin) for origin in more.pop("based_on", ())]
    return Report(f"rep-{n:03}", kind, cited, START + timedelta(days=n), facts, based_on=based_on, **more)


def assigned(reports: Sequence[Report]) -> dict[tuple[str, int], str]:
    """Every report's defendants in the order in which it names them."""
    return {
        (report.id, i): f"d{i + 1}"
        for report in reports
        if isinstance(report.facts, CaseFacts)
        for i in range(len(report.facts.defendants))
    }


def fold_of(*reports: Report, **inputs: Any) -> Folded:
    """The record that the reports make."""
    kind = reports[0].kind
    inputs.setdefault("assignments", assigned(reports))
    return fold(RecordInputs("cas-1" if kind == "casualty" else "case-1", kind, reports, **inputs), REFERENCE)


DATES = st.sampled_from(
    [
        "2022",
        "2022-11",
        "2022-11-16",
        "2022-11-17",
        "2022-11-16~",
        "2022-12",
        "2022-11-10/2022-11-20",
        "2022-11-15/2022-11-25",
        "[2021,2022]",
        "../2022-11-16",
        "202X",
    ]
)
BIRTHS = st.sampled_from(["1985", "1985-03", "1985-03-12", "1985-03-13", "[1984,1985]", "1990", "198X", "1985-03-12~"])
PLACES = st.fixed_dictionaries(
    {},
    optional={
        "region": st.sampled_from(["RU-BA", "Башкирия", "Bashkortostan", "RU", "RU-OMS", "UA-43"]),
        "place": st.sampled_from(["Мелеуз", "Meleuz", "г. Мелеуз", "Мелеуз, Мелеузовский район", "Омск"]),
    },
)
NAMES = st.lists(
    st.fixed_dictionaries(
        {"full": st.sampled_from(["Тестов Тест", "Тестов Тест Тестович", "Testov Test", "T. Testov", "Пробов Проба"])},
        optional={"lang": st.sampled_from(["ru", "en"]), "type": st.sampled_from(["printed", "alias", "call_sign"])},
    ),
    min_size=1,
    max_size=3,
)
TEXTS = st.sampled_from(["15-я бригада", "15th brigade", "27-я бригада", "15-я мотострелковая бригада", "водитель"])
RANKS = st.sampled_from(["рядовой", "private", "сержант", "Sergeant", "ратник первого ранга"])
CATEGORIES = st.lists(st.sampled_from(["mobilised", "contract", "convict"]), max_size=2)
STATUSES = st.sampled_from(
    ["killed", "died_of_wounds", "died_other", "missing", "captured", "released", "reported_alive"]
)

CASUALTY_FACTS = st.fixed_dictionaries(
    {"names": NAMES, "status": STATUSES},
    optional={
        "sex": st.sampled_from(["male", "female"]),
        "born": BIRTHS,
        "age": st.fixed_dictionaries(
            {"years": st.integers(36, 39)}, optional={"as_of": DATES.filter(lambda d: ".." not in d)}
        ),
        "birth_place": PLACES,
        "since": DATES,
        "died": DATES,
        "death_place": PLACES,
        "wounded": st.fixed_dictionaries({}, optional={"date": DATES, "place": TEXTS}),
        "mobilised_on": DATES,
        "home": PLACES,
        "occupation": TEXTS,
        "categories": CATEGORIES,
        "rank": RANKS,
        "unit": TEXTS,
        "position": TEXTS,
        "note": TEXTS,
    },
)
SENTENCES = st.lists(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["imprisonment", "fine", "loss_of_rank"])},
        optional={
            "duration": st.sampled_from(["P3Y", "P36M", "P5Y"]),
            "regime": st.sampled_from(["general", "strict", "unspecified"]),
            "suspended": st.booleans(),
            "additional": st.booleans(),
            "amount": st.sampled_from([{"amount": 100_000, "currency": "RUB"}, {"amount": 0.5, "currency": "RUB"}]),
        },
    ),
    max_size=3,
)
VERDICTS = st.sampled_from(["convicted", "acquitted", "terminated"])
CHARGES = st.lists(
    st.fixed_dictionaries(
        {"text": st.sampled_from(["ч. 5 ст. 337 УК РФ", "Art. 337(5) CC", "AWOL", "ст. 337 УК РФ", "ст. 286.1 УК РФ"])},
        optional={"outcome": st.sampled_from(["convicted", "acquitted", "reclassified"]), "article": st.just("337")},
    ),
    max_size=3,
)
DEFENDANTS = st.fixed_dictionaries(
    {"names": NAMES, "charges": CHARGES},
    optional={
        "born": BIRTHS,
        "home": PLACES,
        "rank": RANKS,
        "categories": CATEGORIES,
        "count": st.integers(1, 3),
        "stage": st.sampled_from(["investigation", "trial", "sentenced", "in_force"]),
        "verdict": VERDICTS,
        "sentence": SENTENCES,
        "described_as": TEXTS,
        "prior_convictions": st.lists(st.fixed_dictionaries({"text": TEXTS}, optional={"date": DATES}), max_size=2),
        "pretrial": st.lists(
            st.fixed_dictionaries({"measure": st.just("detention")}, optional={"ordered_on": DATES}), max_size=2
        ),
    },
)
COURTS = st.sampled_from(
    ["Vladimir Garrison Military Court", "Владимирский гарнизонный военный суд", "Выдуманный районный суд"]
)


@st.composite
def case_facts(draw: st.DrawFn) -> dict[str, Any]:
    """Facts of a case with one or two defendants."""
    defendants = draw(st.lists(DEFENDANTS, min_size=1, max_size=2))
    decisions = st.lists(
        st.fixed_dictionaries(
            {"defendant": st.integers(0, len(defendants) - 1)}, optional={"verdict": VERDICTS, "sentence": SENTENCES}
        ),
        max_size=2,
    )
    events = st.lists(
        st.fixed_dictionaries(
            {"type": st.sampled_from(["sentenced", "appeal_decided", "cassation_decided", "in_force", "hearing"])},
            optional={
                "date": DATES,
                "court": COURTS,
                "outcome": st.sampled_from(["upheld", "changed", "quashed"]),
                "decisions": decisions,
            },
        ),
        max_size=3,
    )
    own = st.fixed_dictionaries(
        {"defendants": st.just(defendants), "events": events},
        optional={
            "court": COURTS,
            "instance": st.sampled_from(["first", "appeal", "cassation"]),
            "case_numbers": st.lists(st.sampled_from(["1-25/2025 (1-696/2024)", "1-25/2025", "№ 2"]), max_size=2),
            "uid": st.sampled_from(["77RS0021-02-2024-008265-86", "77rs0021-02-2024-008265-86"]),
            "judge": TEXTS,
            "incidents": st.lists(st.fixed_dictionaries({"text": TEXTS}, optional={"date": DATES}), max_size=2),
        },
    )
    return draw(own)


DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["news", "brief", "official", "court", "social", "list", "other"]),
        "published_on": st.sampled_from([None, "2022-11-24", "2023-02", "2024-01-05"]),
        "official": st.booleans(),
        "repost_of": st.sampled_from([None, "https://s1.example/1", "https://s2.example/2"]),
    },
)
SOURCES = st.sampled_from(["s1", "s2", "s3", "s4"])
BASED_ON = st.lists(st.fixed_dictionaries({"source": SOURCES}), max_size=2)


@st.composite
def reports(draw: st.DrawFn, kind: str = "casualty", most: int = 5) -> list[Report]:
    """Some reports on one soldier or case, corrections among them."""
    count = draw(st.integers(1, most))
    made = []
    for n in range(1, count + 1):
        about, source, based_on = draw(DOCUMENTS), draw(SOURCES), draw(BASED_ON)
        make, facts = (casualty_report, CASUALTY_FACTS) if kind == "casualty" else (case_report, case_facts())
        made.append(make(n, draw(facts), source, about=about, based_on=based_on))
    made += [
        correction(90 + n, kind, draw(CORRECTIONS[kind]), draw(st.integers(0, 6)))
        for n in range(draw(st.integers(0, 2)))
    ]
    return made


CORRECTIONS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "casualty": st.fixed_dictionaries(
        {},
        optional={
            "died": st.none() | DATES,
            "born": st.none() | BIRTHS,
            "home": st.none() | PLACES,
            "rank": st.none() | RANKS,
            "names": NAMES,
            "categories": st.none() | CATEGORIES,
            "note": st.none() | TEXTS,
            "status": STATUSES,
            "unit": st.none() | TEXTS,
        },
    ),
    "case": st.fixed_dictionaries(
        {},
        optional={
            "court": st.none() | COURTS,
            "judge": st.none() | TEXTS,
            "defendants.d1.born": st.none() | BIRTHS,
            "defendants.d1.sentence": st.none() | SENTENCES,
            "defendants.d1.verdict": st.none() | VERDICTS,
            "defendants.d2.charges": st.none() | CHARGES,
            "defendants.d1.names": NAMES,
        },
    ),
}
