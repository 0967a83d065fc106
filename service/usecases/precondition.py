"""A change that holds only for the version it was made from."""

from dataclasses import dataclass

from service.errors import Stale


@dataclass(frozen=True, slots=True)
class IfMatch:
    """The condition of a change: `anything` (`*`), or strong tags without their quotes."""

    anything: bool = False
    tags: frozenset[str] = frozenset()

    def check(self, etag: str) -> None:
        """Raise Stale unless `etag` (quoted), the current version's, was named: itself or one of its representations.

        A representation of part of a document carries the whole's tag and, after a full stop, its own hash, so the tag
        of any representation of the current version counts and none of an older one does.
        """
        version = etag.strip('"')
        if not self.anything and not any(tag.partition(".")[0] == version for tag in self.tags):
            raise Stale
