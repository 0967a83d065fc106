"""Entity tags (RFC 9110 §8.8.3) and the two conditions that carry them (§13.1)."""

import hashlib
import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header

from service.errors import PreconditionRequired, Unreadable
from service.usecases.precondition import IfMatch

_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_LIST = re.compile(rf"[ \t,]*{_TAG.pattern}(?:[ \t]*,[ \t,]*{_TAG.pattern})*[ \t,]*")


@dataclass(frozen=True, slots=True)
class EntityTags:
    """A parsed condition: `*`, or tags without quotes, weak ones apart."""

    anything: bool = False
    strong: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()


def parse_tags(header: str) -> EntityTags:
    """The tags of `If-Match` or `If-None-Match`; Unreadable when it is neither `*` nor a list of quoted tags."""
    if header.strip() == "*":
        return EntityTags(anything=True)
    if not _LIST.fullmatch(header):
        raise Unreadable('A tag is written in double quotes, as the ETag header gave it: If-Match: "…"')
    tags = [(bool(weak), tag) for weak, tag in _TAG.findall(header)]
    return EntityTags(
        strong=frozenset(tag for weak, tag in tags if not weak),
        weak=frozenset(tag for weak, tag in tags if weak),
    )


def not_modified(if_none_match: str | None, etag: str) -> bool:
    """Whether the asker holds these bytes already (weak comparison); a header that can't be read asks nothing."""
    if not if_none_match:
        return False
    if if_none_match == etag:
        return True
    try:
        tags = parse_tags(if_none_match)
    except Unreadable:
        return False
    return tags.anything or etag.strip('"') in tags.strong | tags.weak


IfMatchHeader = Annotated[
    str | None,
    Header(alias="If-Match", description="the `ETag` of the version that the change was made from, or `*`"),
]


async def required_tags(if_match: IfMatchHeader = None) -> IfMatch:
    """The condition that a change must carry (weak tags never match it); PreconditionRequired without one."""
    if if_match is None or not if_match.strip():
        raise PreconditionRequired
    tags = parse_tags(if_match)
    return IfMatch(tags.anything, tags.strong)


Condition = Annotated[IfMatch, Depends(required_tags)]


def tag_of_part(etag: str, part: bytes) -> str:
    """The tag of a representation made from the one that `etag` (quoted) names: `"<etag>.<hash of these bytes>"`.

    Its first half still names the version, so that a change may be conditional on any representation of it.
    """
    return f'"{etag.strip(chr(34))}.{hashlib.sha256(part).hexdigest()[:16]}"'
