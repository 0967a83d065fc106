"""Times as they are answered."""

from datetime import UTC, datetime


def instant_text(at: datetime) -> str:
    """RFC 3339 in UTC with microseconds, as every time is sent."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
