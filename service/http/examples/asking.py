"""Examples: look-ups, lists, counts."""

from typing import Final

from schemas.exports.sheet import MEDIA
from service.http.examples.example import Example
from service.http.examples.people import DOCUMENT, NAME, REPORT, SOLDIER, SOLDIER_REPORT, TALLY

XLSX: Final = MEDIA["xlsx"]

_CANDIDATE = {
    "id": SOLDIER,
    "kind": "casualty",
    "version": 1,
    "display_name": NAME,
    "display_name_latin": NAME,
    "score": 0.97,
    "explanation": [
        {"feature": "prior", "weight": -9.1},
        {
            "feature": "family_name",
            "query": "Хисамутдинов",
            "record": "Hisamutdinov",
            "agreement": "transliteration",
            "weight": 14.1,
        },
    ],
}
_COVERAGE = {"sources": [{"source": "cit", "from": "2022-11-22", "to": "2024-06-03", "reports": 31}]}
_MODEL = "names-2026.2"
_COURT = {
    "code": "77GV0008",
    "name": "Владимирский гарнизонный военный суд",
    "region": "RU-VLA",
    "kind": "garrison_military",
}
_CIT = {"slug": "cit", "name": "Conflict Intelligence Team", "url": "https://citeam.org", "official": False}
_TALLY = {
    "document": {
        "source": "cit",
        "type": "brief",
        "title": "Mobilization in Russia for November 22-23, volunteer summary",
        "published_on": "2022-11-24",
    },
    "locator": "paragraph 15",
    "scope": {"kind": "casualty", "counted": "names", "region": "RU-BA", "category": "mobilised", "status": "killed"},
    "as_of": "2022-11-24",
    "value": 3,
    "qualifier": "at_least",
}
_STORED_TALLY = {**_TALLY, "id": TALLY, "document_id": DOCUMENT, "by": "cit", "at": "2024-06-05T09:30:00Z"}

EXAMPLES: Final = {
    "search": Example(
        parameters={"q": "Хисамутдинов", "kind": "casualty", "region": "RU-BA", "born": "1985", "limit": 20},
        response={"items": [_CANDIDATE], "next": None},
    ),
    "match": Example(
        request={
            "queries": {"q1": {"name": "Руслан Хисамутдинов", "kind": "casualty", "born": "1985", "region": "RU-BA"}},
            "limit": 5,
            "explain": True,
        },
        response={
            "results": {"q1": {"verdict": "listed", "namesakes": 0, "candidates": [_CANDIDATE]}},
            "coverage": _COVERAGE,
            "model": _MODEL,
        },
    ),
    "check_sheet": Example(
        parameters={"column": "name=Имя", "kind": "any"},
        request="Имя,Регион\r\nРуслан Хисамутдинов,Башкирия\r\n",
        other_requests={XLSX: "(a workbook)", "multipart/form-data": {"file": "(a CSV file or a workbook)"}},
        media="text/csv",
        response="Имя,Регион,verdict,record,record_name,score,namesakes,link,explanation\r\n"
        f"Руслан Хисамутдинов,Башкирия,listed,{SOLDIER},{NAME},0.97,0,http://127.0.0.1:8000/v1/casualties/{SOLDIER},"
        '"Listed: this record agrees, and no second one is likely. Surname the same in another spelling"\r\n',
        other_responses={XLSX: "(a workbook)"},
    ),
    "list_sources": Example(response={"items": [{**_CIT, "documents": 3, "reports": 31}], "next": None}),
    "create_source": Example(request=_CIT, response=_CIT),
    "update_source": Example(parameters={"slug": "cit"}, request={"official": False}, response=_CIT),
    "list_tallies": Example(parameters={"kind": "casualty"}, response={"items": [_STORED_TALLY], "next": None}),
    "create_tally": Example(request=_TALLY, response=_STORED_TALLY),
    "list_courts": Example(
        parameters={"q": "гарнизонный", "region": "RU-VLA"}, response={"items": [_COURT], "next": None}
    ),
    "list_regions": Example(
        response={
            "items": [{"code": "RU-BA", "name_ru": "Республика Башкортостан", "name_en": "Bashkortostan"}],
            "next": None,
        }
    ),
    "list_articles": Example(
        parameters={"q": "337"},
        response={
            "items": [
                {
                    "code": "uk_rf",
                    "number": "337",
                    "title_ru": "Самовольное оставление части или места службы",
                    "title_en": "Absence without leave",
                    "parts": 5,
                }
            ],
            "next": None,
        },
    ),
    "read_stats": Example(
        response={
            "casualties": {
                "total": 12,
                "by_status": {"killed": 11, "missing": 1},
                "by_region": {"RU-BA": 3},
                "by_grade": {"single_source": 12},
                "by_category": {"mobilised": 9},
                "by_age": {"37": 1},
            },
            "cases": {
                "total": 19,
                "by_region": {"RU-VLA": 1},
                "by_grade": {"single_source": 19},
                "by_term": {"36": 4},
            },
            "reports": 31,
            "documents": 3,
            "sources": 1,
        }
    ),
    "list_partner_links": Example(
        parameters={"slug": "cit", "limit": 1000},
        response={
            "items": [
                {
                    "external_id": SOLDIER_REPORT["external_id"],
                    "record_id": SOLDIER,
                    "kind": "casualty",
                    "report_id": REPORT,
                    "source": "cit",
                    "retracted": False,
                }
            ],
            "next": None,
        },
    ),
}
