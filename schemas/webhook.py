"""Webhooks: whom to tell of changes, of which, and what became of it."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from schemas.base import Contract, NameText, Optional_, OptionalLine, RegionText, Url
from schemas.change import ChangeType
from schemas.look_up import KindAsked

MAX_VALUES = 100
WebhookState = Literal["active", "disabled"]
CursorText = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
CourtText = Annotated[str, StringConstraints(min_length=1, max_length=300)]


def _listed(value: object) -> object:
    """One value may stand without its list; null is an empty one."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


Several = BeforeValidator(_listed)
Target = Annotated[Url, Field(description="http or https, on the public internet")]
Regions = Annotated[
    tuple[RegionText, ...], Several, Field(max_length=MAX_VALUES, description="of the home, or of a case's courts")
]
Courts = Annotated[tuple[CourtText, ...], Several, Field(max_length=MAX_VALUES, description="codes, or names")]
Types = Annotated[tuple[ChangeType, ...], Several, Field(max_length=MAX_VALUES, description="none: every type")]
Name = Annotated[
    NameText | None, Optional_, Field(description="a name, in any script and order, as `/v1/search` has it")
]
Included = Annotated[
    Literal["record"] | None, Field(description="`record`: the version that the change names, as the feed has it")
]


class NewWebhook(Contract):
    """A target, and what it wants to hear of; all that is asked for must hold, and of several values one."""

    url: Target
    description: OptionalLine = None
    kind: KindAsked = "any"
    region: Regions = ()
    court: Courts = ()
    types: Types = ()
    q: Name = None
    include: Included = None
    since: Annotated[
        CursorText | None, Field(description="a cursor of the feed, `0` for its beginning; absent: from now on")
    ] = None


class WebhookChange(Contract):
    """What to change; fields left out stay as they are, null or an empty list takes a filter away."""

    url: Target | None = None
    description: OptionalLine = None
    kind: KindAsked | None = None
    region: Regions = ()
    court: Courts = ()
    types: Types = ()
    q: Name = None
    include: Included = None


class Replay(Contract):
    """The cursor after which everything is told again."""

    since: Annotated[CursorText, Field(description="a cursor of the feed; `0` is its beginning")]


class Webhook(Contract):
    """A webhook as its owner sees it, without its secret."""

    id: str
    partner: str
    url: str
    description: str | None
    kind: KindAsked
    region: tuple[str, ...]
    court: tuple[str, ...]
    types: tuple[ChangeType, ...]
    q: str | None
    include: Literal["record"] | None
    state: WebhookState
    disabled_at: str | None
    disabled_reason: str | None
    cursor: Annotated[str, Field(description="how far it was told: the feed goes on from here")]
    behind: Annotated[int, Field(ge=0, description="changes after the cursor, whether asked for or not")]
    failures: Annotated[int, Field(ge=0, description="attempts that failed in a row")]
    failing_since: str | None
    next_attempt_at: Annotated[str | None, Field(description="while attempts fail")]
    delivered_at: Annotated[str | None, Field(description="when the target last took a change")]
    created_at: str


class ShownWebhook(Webhook):
    """A webhook with its secret, which is shown once."""

    secret: Annotated[str | None, Field(description="`whsec_…`; absent in a repeated answer")] = None


class Webhooks(Contract):
    """One page of webhooks, oldest first."""

    items: tuple[Webhook, ...]
    next: str | None = None
    total: int | None = None


class TestAsked(Contract):
    """A test that will be sent shortly; the log tells what became of it."""

    webhook_id: str
    message_id: Annotated[str, Field(description="the test's `webhook-id`")]
    type: Literal["webhook.test"]


class Delivery(Contract):
    """One attempt; what was sent is not kept."""

    message_id: Annotated[str, Field(description="the `webhook-id`, the same for every attempt at one change")]
    type: Annotated[str, Field(description="`casualty.published` …, or `webhook.test`")]
    seq: Annotated[int | None, Field(description="of the change")]
    attempt: Annotated[int, Field(ge=1)]
    at: str
    ms: Annotated[int, Field(ge=0, description="how long it took")]
    outcome: Literal["delivered", "failed"]
    status: Annotated[int | None, Field(description="that the target answered")]
    error: str | None


class Deliveries(Contract):
    """One page of attempts, newest first."""

    items: tuple[Delivery, ...]
    next: str | None = None
    total: int | None = None
