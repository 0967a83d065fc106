"""Examples: suggestions, merges, splits, links."""

from typing import Any, Final

from service.http.examples.example import Example
from service.http.examples.people import (
    CASE,
    JUDGEMENT,
    LINK,
    MERGE,
    NAME,
    SAME_SOLDIER,
    SOLDIER,
    SPLIT,
    SUGGESTION,
)

_WHY = "same name, age and town"
_MERGE = {
    "id": MERGE,
    "survivor": SOLDIER,
    "absorbed": SAME_SOLDIER,
    "by": "reviewer-1",
    "at": "2024-06-05T09:30:00Z",
    "reason": _WHY,
    "undone_at": None,
}
_SPLIT = {"id": SPLIT, "record_id": SOLDIER, "new_record_id": SAME_SOLDIER, "judgement_id": JUDGEMENT}
_LINK = {
    "id": LINK,
    "ids": [SOLDIER, CASE],
    "relation": "same_person",
    "grade": "possible",
    "by": "reviewer-1",
    "at": "2024-06-05T09:30:00Z",
    "reason": "same name and region",
}
_PAIR: dict[str, Any] = {
    "id": SUGGESTION,
    "kind": "casualty",
    "left": {"id": SOLDIER, "kind": "casualty", "version": 1, "display_name": NAME},
    "right": {"id": SAME_SOLDIER, "kind": "casualty", "version": 1, "display_name": "Руслан Хисамутдинов"},
    "score": 0.91,
    "explanation": [
        {"feature": "prior", "weight": -9.1},
        {
            "feature": "family_name",
            "query": "Hisamutdinov",
            "record": "Хисамутдинов",
            "agreement": "transliteration",
            "weight": 8.9,
        },
    ],
    "state": "open",
    "leased_by": None,
    "leased_until": None,
}
_LEASED = {**_PAIR, "leased_by": "reviewer-1", "leased_until": "2024-06-05T09:45:00Z"}
_DECIDED = {
    "id": SUGGESTION,
    "decision": "same",
    "state": "same",
    "judgement_id": JUDGEMENT,
    "merge_id": MERGE,
    "record_id": SOLDIER,
}
_OPEN = {
    "id": SUGGESTION, "decision": None, "state": "open", "judgement_id": None, "merge_id": None, "record_id": None,
}  # fmt: skip

EXAMPLES: Final = {
    "list_suggestions": Example(
        parameters={"state": "open", "min_score": 0.5, "limit": 50}, response={"items": [_PAIR], "next": None}
    ),
    "claim_suggestions": Example(request={"count": 10}, response={"items": [_LEASED], "next": None}),
    "release_suggestions": Example(request={"ids": [SUGGESTION]}, response={"released": 1}),
    "decide_suggestion": Example(
        parameters={"suggestion_id": SUGGESTION},
        request={"decision": "same", "reason": _WHY, "versions": {"left": 1, "right": 1}},
        response=_DECIDED,
    ),
    "undo_decision": Example(parameters={"suggestion_id": SUGGESTION}, response=_OPEN),
    "merge_records": Example(request={"ids": [SOLDIER, SAME_SOLDIER], "reason": _WHY}, response=_MERGE),
    "read_merge": Example(parameters={"merge_id": MERGE}, response=_MERGE),
    "undo_merge": Example(
        parameters={"merge_id": MERGE, "reason": "two men of one name"},
        response={**_MERGE, "undone_at": "2024-06-06T10:00:00Z"},
    ),
    "undo_split": Example(
        parameters={"split_id": SPLIT, "reason": "one man after all"}, response={**_SPLIT, "undone": True}
    ),
    "split_casualty": Example(
        parameters={"id": SOLDIER},
        request={"report_ids": ["rep-2b9d4m7s1k"], "reason": "this report speaks of his namesake"},
        response={**_SPLIT, "undone": False},
    ),
    "split_case": Example(
        parameters={"id": CASE},
        request={"report_ids": ["rep-8c3x6t0v5n"], "reason": "another case before the same court"},
        response={**_SPLIT, "record_id": CASE, "new_record_id": "case-1d7g3k9p5s", "undone": False},
    ),
    "link_records": Example(
        request={
            "ids": [SOLDIER, CASE],
            "relation": "same_person",
            "grade": "possible",
            "reason": "same name and region",
        },
        response=_LINK,
    ),
    "read_link": Example(parameters={"link_id": LINK}, response=_LINK),
    "unlink_records": Example(
        parameters={"link_id": LINK, "reason": "not he"}, response={**_LINK, "undone_at": "2024-06-06T10:00:00Z"}
    ),
}
