from typing import Any

import pytest

from schemas.tally import NewTally
from service.errors import Unprocessable
from service.usecases.retract_report import retract_document
from service.usecases.tallies import create_tally, list_tallies
from tests.service.usecases.registry import MAINTAINER, PARTNER, Registry

DOCUMENT = {"source": "testpress", "type": "news", "url": "https://press.test/tally", "published_on": "2024-06-03"}


def tally(value: int = 12, *, document: dict[str, Any] = DOCUMENT, **scope: Any) -> NewTally:
    given = {"document": document, "scope": {"kind": "casualty", **scope}, "as_of": "2024-06", "value": value}
    return NewTally.model_validate(given)


async def test_a_figure_is_stored_once(registry: Registry) -> None:
    made = await create_tally(registry.db, tally=tally(region="Башкирия"), actor=PARTNER)
    assert made["scope"] == {"kind": "casualty", "region": "RU-BA"}
    assert (made["value"], made["qualifier"], made["as_of"], made["by"]) == (12, "exact", "2024-06", PARTNER.account)
    assert made["document"]["url"] == DOCUMENT["url"]
    retitled = {**DOCUMENT, "title": "another title", "published_on": "2024-07-01"}
    again = await create_tally(registry.db, tally=tally(region="RU-BA", document=retitled), actor=MAINTAINER)
    assert again == made
    other = await create_tally(registry.db, tally=tally(13, region="RU-BA"), actor=PARTNER)
    assert (other["id"] == made["id"], other["document_id"] == made["document_id"]) == (False, True)


async def test_figures_are_listed_newest_first(registry: Registry) -> None:
    elsewhere = {**DOCUMENT, "source": "elsewhere"}
    wanted = (tally(1), tally(2, region="RU-BA"), tally(3, document=elsewhere), tally(4, kind="case", article="337"))
    for one in wanted:
        await create_tally(registry.db, tally=one, actor=PARTNER)
    for filters, values in (
        ({}, [4, 3, 2, 1]),
        ({"kind": "case"}, [4]),
        ({"region": "RU-BA"}, [2]),
        ({"source": "elsewhere"}, [3]),
        ({"kind": "casualty", "source": "testpress"}, [2, 1]),
    ):
        found = await list_tallies(registry.db, filters=filters, count=True)
        assert ([item["value"] for item in found["items"]], found["total"]) == (values, len(values)), filters
    first = await list_tallies(registry.db, filters={}, limit=3)
    rest = await list_tallies(registry.db, filters={}, cursor=first["next"])
    assert [item["value"] for item in first["items"] + rest["items"]] == [4, 3, 2, 1]
    assert rest["next"] is None


async def test_a_retracted_document_takes_its_figures_with_it(registry: Registry) -> None:
    made = await create_tally(registry.db, tally=tally(), actor=PARTNER)
    await retract_document(registry.db, document_id=made["document_id"], actor=MAINTAINER, reason=None)
    assert (await list_tallies(registry.db, filters={}))["items"] == []


async def test_an_article_that_there_is_none_of_is_refused(registry: Registry) -> None:
    with pytest.raises(Unprocessable) as refused:
        await create_tally(registry.db, tally=tally(kind="case", article="999"), actor=PARTNER)
    assert refused.value.errors[0].pointer == "/scope/article"


async def test_what_is_counted_and_when_tells_figures_apart(registry: Registry) -> None:
    """Two months of one court's verdicts, published together, are two figures."""
    court = {"kind": "case", "court": "Тестовый гарнизонный военный суд", "counted": "verdicts", "outcome": "convicted"}
    scopes = [{**court, "period": "2023-10"}, {**court, "period": "2023-09"}, {**court, "counted": "persons"}]
    made = [await create_tally(registry.db, tally=tally(14, **scope), actor=PARTNER) for scope in scopes]
    assert [one["scope"] for one in made] == scopes
    assert len({one["id"] for one in made}) == 3
    again = await create_tally(registry.db, tally=tally(14, **scopes[0]), actor=PARTNER)
    assert again == made[0]


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ({"kind": "case", "status": "killed"}, "`status` is not counted of a case"),
        ({"kind": "casualty", "outcome": "convicted"}, "`outcome` is not counted of a casualty"),
        ({"kind": "casualty", "stage": "trial"}, "`stage` is not counted of a casualty"),
        ({"counted": "bodies"}, "names"),
        ({"period": "2023-13"}, "no such month"),
    ],
)
def test_what_can_not_be_counted_is_refused(scope: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        tally(**scope)
