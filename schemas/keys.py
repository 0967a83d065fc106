"""API keys."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Contract, Instant, Line, Slug

Scope = Literal["read", "submit", "review", "admin"]


class NewKey(Contract):
    """A key to make; `partner` (absent: made from the name) is whose reports it sends and may take back."""

    name: Line
    scope: Scope
    partner: Slug | None = None
    expires_at: Instant | None = None


class Key(Contract):
    """A key without its secret."""

    id: str
    name: str
    scope: Scope
    partner: str
    created_at: str
    expires_at: str | None = None
    revoked_at: str | None = None
    last_used_at: str | None = None


class ShownKey(Key):
    """A key with its secret, which is shown once."""

    key: Annotated[str | None, Field(description="the secret, `pmn_…`; absent in a repeated answer")] = None


class Keys(Contract):
    """One page of keys, oldest first."""

    items: tuple[Key, ...]
    next: str | None = None
    total: int | None = None
