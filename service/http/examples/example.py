"""What an example of an operation is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """One request and its answer, as the documentation shows them.

    `parameters` are those of path, query and header by name; `request` is the body (None: the operation has none);
    `other_requests` and `other_responses` are bodies of other media types, `media` is the answer's where it isn't JSON.
    """

    response: Any
    request: Any = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    other_requests: Mapping[str, Any] = field(default_factory=dict)
    media: str | None = None
    other_responses: Mapping[str, Any] = field(default_factory=dict)
