"""The soldier and the case that the examples speak of, as the Conflict Intelligence Team's briefs tell of them."""

from typing import Any, Final

SOLDIER: Final = "cas-7k2m9qxd4t"
SAME_SOLDIER: Final = "cas-3f8v0n1zqe"
CASE: Final = "case-5w6y2h8rjb"
REPORT: Final = "rep-2b9d4m7s1k"
CASE_REPORT: Final = "rep-8c3x6t0v5n"
DOCUMENT: Final = "doc-9r1e5g7j3a"
CASE_DOCUMENT: Final = "doc-4z8q2f6w0p"
MERGE: Final = "mrg-6h4n8k2t9c"
SPLIT: Final = "spl-1m5v7x3b9d"
LINK: Final = "lnk-0q8s4r6y2g"
SUGGESTION: Final = "sug-3j7p9a5e1w"
JUDGEMENT: Final = "jdg-5t1z7c9f3h"
REQUEST: Final = "req-8d2k6n4v0x"
TALLY: Final = "tal-9g3r5b7m1q"
KEY: Final = "key-2y6s8j4w0e"
WEBHOOK: Final = "whk-6c1w9t4m8z"
ETAG: Final = '"5f0c6a4d8b7e4f0f9a3b2c1d0e9f8a7b"'
NAME: Final = "Ruslan Hisamutdinov"

SOLDIER_REPORT: Final[dict[str, Any]] = {
    "kind": "casualty",
    "external_id": "cit-2022-11-24/hisamutdinov",
    "document": {
        "source": "cit",
        "type": "brief",
        "title": "Mobilization in Russia for November 22-23, volunteer summary",
        "published_on": "2022-11-24",
    },
    "locator": "paragraph 15",
    "casualty": {
        "names": [{"full": NAME, "lang": "en", "type": "printed"}],
        "sex": "male",
        "age": {"years": 37, "as_of": "2022-11"},
        "status": "killed",
        "home": {"region": "RU-BA", "place": "Meleuz"},
        "categories": ["mobilised"],
    },
}
