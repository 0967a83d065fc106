"""What all wire contracts share: addresses that lead somewhere, and numbers that are numbers."""

import pytest
from pydantic import TypeAdapter, ValidationError

from schemas.base import Url
from schemas.case import Decision, Defendant, Money
from schemas.casualty import Age

URL: TypeAdapter[str] = TypeAdapter(Url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "HTTP://example.org/a?b=c#d",
        "https://пример.рф/а",
        "http://[::1]:8000/",
        "http://a:65535",
    ],
)
def test_an_address_is_taken_as_it_is(url: str) -> None:
    assert URL.validate_python(url) == url


@pytest.mark.parametrize(
    "url",
    ["example.org", "javascript:alert(1)", "https://", "https:///a", "http://?q", "http://[::1", "http://a]b/",
     "http://a:99999/", "http://a:b/", "http://a:0/", "http://:80/", "http://user@/", "https://a b.org", "http://a\n.org"],
)  # fmt: skip
def test_what_leads_nowhere_is_no_address(url: str) -> None:
    with pytest.raises(ValidationError, match="absolute http or https address"):
        URL.validate_python(url)


@pytest.mark.parametrize("truth", [True, False])
def test_true_is_not_one(truth: bool) -> None:
    for model, name in ((Age, "years"), (Defendant, "count"), (Decision, "defendant"), (Money, "amount")):
        with pytest.raises(ValidationError, match="not true or false"):
            model.model_validate({name: truth, "currency": "RUB"} if model is Money else {name: truth})
