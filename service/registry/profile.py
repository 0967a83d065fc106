from typing import Any

from matching.profile import Profile


def profiles_of_document(document: dict[str, Any]) -> tuple[Profile, ...]:
    return ()
