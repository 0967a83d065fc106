"""Every lattice is a partial order in which what contains is compatible."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from schemas.case import Charge, Court, Sentence
from service.registry.charges import CHARGES, charge_values
from service.registry.choose import Claim, choose
from service.registry.court import COURTS, read_court
from service.registry.lattice import DATES, PLACES, STATUSES, TEXTS, Lattice
from service.registry.readings import RANK_LATTICE, rank
from service.registry.ruling import RULINGS, SENTENCES, Ruling, fill, read_sentence
from service.registry.sources import Sources
from tests.service.registry import making
from tests.service.registry.making import REFERENCE, casualty_report

_SENTENCE: TypeAdapter[Any] = TypeAdapter(Sentence)
sentences = making.SENTENCES.map(lambda raw: read_sentence(_SENTENCE.validate_python(raw)))
courts = st.sampled_from(
    [
        {"name": "Vladimir Garrison Military Court"},
        {"code": "77GV0008"},
        {"name": "Владимирский гарнизонный военный суд"},
        {"name": "Выдуманный районный суд"},
        {"name": "Выдуманный районный суд", "region": "RU-VLA"},
        {"region": "RU"},
        {"name": "Выдуманный районный суд", "code": "33RS0099"},
        {"name": "Выдуманный суд", "region": "RU"},
    ]
).map(lambda given: read_court(Court(**given), REFERENCE).value)
places = making.PLACES.map(lambda raw: (raw.get("region"), raw.get("place"))).filter(any)
charges = st.sampled_from(["ч. 5 ст. 337 УК РФ", "ст. 337 УК РФ", "AWOL", "ст. 286.1 УК РФ", "ч. 1 ст. 286 УК РФ"]).map(
    lambda text: charge_values(Charge(text=text))[0]
)
rulings = st.builds(
    Ruling, st.none() | making.VERDICTS, st.none() | sentences, st.sampled_from([None, "upheld", "quashed"])
)
LATTICES: dict[str, tuple[Lattice, st.SearchStrategy[Any]]] = {
    "dates": (DATES, making.DATES),
    "places": (PLACES, places),
    "statuses": (STATUSES, making.STATUSES.filter(lambda status: status != "reported_alive")),
    "texts": (TEXTS, making.TEXTS),
    "ranks": (RANK_LATTICE, making.RANKS.map(lambda text: rank(text).value)),  # type: ignore[union-attr]
    "courts": (COURTS, courts),
    "sentences": (SENTENCES, sentences.filter(bool)),
    "rulings": (RULINGS, rulings),
    "charges": (CHARGES, charges),
}
EACH = pytest.mark.parametrize("name", list(LATTICES))


@EACH
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_containing_is_a_partial_order(name: str, data: st.DataObject) -> None:
    lattice, values = LATTICES[name]
    a, b, c = (data.draw(values) for _ in range(3))
    assert lattice.contains(a, a)
    if lattice.key(a) == lattice.key(b):
        assert lattice.contains(a, b)
    if lattice.contains(a, b):
        assert lattice.precision(b) <= lattice.precision(a)
        if lattice.contains(b, a):
            assert lattice.key(a) == lattice.key(b)
        if lattice.contains(b, c):
            assert lattice.contains(a, c)


@EACH
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_compatible_is_symmetric_and_follows_from_containing(name: str, data: st.DataObject) -> None:
    lattice, values = LATTICES[name]
    a, b = data.draw(values), data.draw(values)
    assert lattice.compatible(a, b) == lattice.compatible(b, a)
    if lattice.contains(a, b):
        assert lattice.compatible(a, b)


@EACH
@settings(max_examples=75, deadline=None)
@given(data=st.data())
def test_the_value_shown_contains_no_other_and_a_conflict_needs_two_that_cannot_both_be_true(
    name: str, data: st.DataObject
) -> None:
    lattice, values = LATTICES[name]
    drawn = data.draw(st.lists(values, min_size=1, max_size=5))
    sources = Sources(casualty_report(n + 1, {}, f"s{n}") for n in range(len(drawn)))
    choice = choose([Claim(value, n) for n, value in enumerate(drawn, start=1)], lattice, sources)
    assert choice.fact is not None
    shown = next(value for value in drawn if lattice.show(value) == choice.fact["value"])
    assert not any(lattice.contains(shown, value) and not lattice.contains(value, shown) for value in drawn)
    assert choice.conflict == any(not lattice.compatible(a, b) for a in drawn for b in drawn)
    backing = {n for n, value in enumerate(drawn, start=1) if lattice.contains(value, shown)}
    assert set(choice.fact["citations"]) == backing
    beside = {n for other in choice.fact["alternatives"] for n in other["citations"]}
    assert backing | beside == set(range(1, len(drawn) + 1))
    assert not backing & beside


@settings(max_examples=75, deadline=None)
@given(chain=st.permutations(["202X", "2022", "2022-11", "2022-11-16"]))
def test_of_a_chain_the_most_precise_is_shown_and_all_support_it(chain: list[str]) -> None:
    sources = Sources(casualty_report(n + 1, {}, f"s{n}") for n in range(len(chain)))
    choice = choose([Claim(value, n) for n, value in enumerate(chain, start=1)], DATES, sources)
    assert choice.fact is not None
    assert (choice.fact["value"], choice.fact["citations"], choice.conflict) == ("2022-11-16", [1, 2, 3, 4], False)


@settings(max_examples=50, deadline=None)
@given(ruling=rulings, others=st.lists(rulings, max_size=3))
def test_filling_only_adds(ruling: Ruling, others: list[Ruling]) -> None:
    assert RULINGS.contains(ruling, fill(ruling, others))
