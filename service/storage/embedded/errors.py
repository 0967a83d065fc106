"""What can go wrong with the embedded server."""


class EmbeddedError(Exception):
    """The embedded PostgreSQL can't be made, started or stopped. The message holds its own last words."""
