"""What a table of words holds."""

from collections.abc import Mapping

Phrase = str | Mapping[str, str]
"""A text with named places, or one for each plural form that its `count` may take."""
