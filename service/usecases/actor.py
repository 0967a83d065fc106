"""Who asks: an account behind a key, and the partner whose reports it may touch."""

from dataclasses import dataclass

SCOPES = ("read", "submit", "review", "admin")


@dataclass(frozen=True, slots=True)
class Actor:
    """`account` signs versions and decisions; `partner` is the slug that external ids are scoped to."""

    account: str
    partner: str
    scopes: frozenset[str]
    key_id: str | None = None

    def may(self, scope: str) -> bool:
        """Whether the actor holds `scope` (each scope of `SCOPES` includes those before it)."""
        return scope in self.scopes


def scopes_up_to(scope: str) -> frozenset[str]:
    """`scope` and all that it includes; ValueError when there is no such scope."""
    return frozenset(SCOPES[: SCOPES.index(scope) + 1])


MACHINE = Actor(account="registry", partner="registry", scopes=frozenset(SCOPES))
