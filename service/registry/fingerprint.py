"""What makes two reports the same content, two documents one, and a new content another person."""

import hashlib
import hmac
import unicodedata
from typing import Any

from matching.profile import Profile
from matching.score import score
from schemas.case import CaseFacts
from schemas.casualty import CasualtyFacts
from schemas.dates import bounds
from schemas.document import Document
from schemas.reference.case_numbers import parse_case_numbers
from schemas.reference.case_uid import normalise_uid
from schemas.report import CaseReport, CasualtyReport
from service.registry.urls import canonical_url


def document_identity(document: Document) -> str:
    """A digest (hex) of what makes a document one: source and canonical URL, or source, title and date."""
    parts = [document.source]
    if document.url:
        parts += ["url", canonical_url(document.url)]
    else:
        parts += ["title", " ".join((document.title or "").casefold().split()), document.published_on or ""]
    return hashlib.sha256(_normal("\n".join(parts))).hexdigest()


def fingerprint(report: CasualtyReport | CaseReport, secret: bytes) -> bytes:
    """A keyed digest of a report's content: its facts, what it is based on, and the document's identity.

    Not its title, dates or archive: a monthly list sent again under a new date is unchanged. The place in the document
    counts only where the sender gives no id: two rows that say the same of two namesakes are two reports, while rows
    with ids may move. Keyed, so that the digest kept of redacted content tells nothing to who lacks the key.
    """
    facts = report.facts.model_dump_json(exclude_defaults=True)
    origins = sorted(f"{origin.source} {canonical_url(origin.url or '')}" for origin in report.based_on)
    place = "" if report.external_id else report.locator or ""
    content = "\n".join((report.kind, facts, *origins, document_identity(report.document), place))
    return hmac.digest(secret, _normal(content), "sha256")


def same_person(old: CasualtyFacts | CaseFacts, new: CasualtyFacts | CaseFacts) -> bool:
    """Whether the new content of a report can be about whom the old one was about.

    False when name, sex or birth contradict (a row that shifted); a spelling mended, a date made precise are no
    contradiction. Cases: one number, UID or defendant in common is enough.
    """
    if isinstance(old, CasualtyFacts) and isinstance(new, CasualtyFacts):
        return _may_be_one(_person(old), _person(new))
    if isinstance(old, CaseFacts) and isinstance(new, CaseFacts):
        return _same_case(old, new)
    return False


def _same_case(old: CaseFacts, new: CaseFacts) -> bool:
    before, after = _case_marks(old), _case_marks(new)
    if before & after:
        return True
    left, right = ([_person(one) for one in facts.defendants if one.names] for facts in (old, new))
    if left and right:
        return any(_may_be_one(a, b) for a in left for b in right)
    return not (before and after)


def _case_marks(facts: CaseFacts) -> set[str]:
    numbers = {value for text in facts.case_numbers for value in parse_case_numbers(text) or (text,)}
    return numbers | ({normalise_uid(facts.uid)} if facts.uid else set())


def _person(facts: Any) -> Profile:
    names = [(name.full, name.family, name.given, name.patronymic) for name in facts.names]
    born = [(days.first, days.last) for days in [bounds(facts.born)]] if facts.born else []
    return Profile.build(kind="casualty", names=names, sex=facts.sex, born=born)


def _may_be_one(left: Profile, right: Profile) -> bool:
    return not score(left, right).contradicted


def _normal(text: str) -> bytes:
    return unicodedata.normalize("NFC", text).encode()
