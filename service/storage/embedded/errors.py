"""What can go wrong with the embedded server."""

from service.errors import PoimennoError


class EmbeddedError(PoimennoError):
    """The embedded PostgreSQL can't be made, started or stopped. The message holds its own last words."""
