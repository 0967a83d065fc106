"""What the contract's codes are called in English, by group and code."""

from typing import Final

_STATUS: Final = {
    "killed": "killed", "died_of_wounds": "died of wounds", "died_other": "died, not in combat", "missing": "missing",
    "captured": "captured", "released": "released from captivity", "reported_alive": "reported alive",
    "disputed": "disputed: also reported alive",
}  # fmt: skip
_CATEGORY: Final = {
    "mobilised": "mobilised", "contract": "contract soldier", "conscript": "conscript", "volunteer": "volunteer",
    "convict": "recruited from prison", "pmc": "private military company", "officer": "officer", "other": "other",
}  # fmt: skip
_STAGE: Final = {
    "investigation": "under investigation", "trial": "on trial", "sentenced": "sentenced", "in_force": "in force",
    "acquitted": "acquitted", "terminated": "terminated", "quashed": "quashed",
    "returned_to_prosecutor": "returned to the prosecutor", "suspended": "suspended", "wanted": "wanted",
    "pardoned": "pardoned",
}  # fmt: skip
_EVENT: Final = {
    "opened": "Case opened", "detained": "Detained", "charged": "Charged", "indicted": "Indictment confirmed",
    "received": "Received by the court", "hearing": "Hearing", "sentenced": "Verdict", "appealed": "Appealed",
    "appeal_decided": "Appeal decided", "cassation_decided": "Cassation decided",
    "supervisory_decided": "Supervisory instance decided", "in_force": "In force",
    "returned_to_prosecutor": "Returned to the prosecutor", "suspended": "Suspended", "resumed": "Resumed",
    "terminated": "Terminated", "wanted": "Put on the wanted list", "pardoned": "Pardoned", "released": "Released",
    "other": "Other step", "incident": "What the case is about",
}  # fmt: skip
_OUTCOME: Final = {
    "upheld": "upheld", "changed": "changed", "quashed": "quashed", "remanded": "sent back for a new trial",
    "dismissed": "dismissed", "granted": "granted", "postponed": "postponed", "other": "another outcome",
    "convicted": "convicted", "acquitted": "acquitted", "reclassified": "reclassified", "dropped": "dropped",
}  # fmt: skip
_VERDICT: Final = {
    "convicted": "convicted", "acquitted": "acquitted", "terminated": "case terminated without a verdict",
    "compulsory_treatment": "compulsory medical measures",
}  # fmt: skip
_INSTANCE: Final = {
    "first": "First instance", "appeal": "Appeal", "cassation": "Cassation", "supervisory": "Supervisory instance",
}  # fmt: skip
_MEASURE: Final = {
    "detention": "detention", "house_arrest": "house arrest", "bail": "bail",
    "ban_on_actions": "ban on certain actions",
    "recognizance": "recognizance not to leave",
}  # fmt: skip
_DOCUMENT: Final = {
    "news": "news", "brief": "brief", "obituary": "obituary", "official": "official document",
    "court": "court document", "grave": "grave", "social": "social network", "list": "list", "other": "other document",
}  # fmt: skip
_CAUSE: Final = {
    "report": "report", "correction": "correction", "withdrawal": "withdrawal", "restoration": "restoration",
    "redaction": "redaction", "merge": "merge", "undo_merge": "merge undone", "split": "split", "link": "link",
    "undo_split": "split undone", "unlink": "link taken back", "rules": "new rules", "retraction": "retraction",
    "unretraction": "retraction taken back", "decision": "decision on a pair",
}  # fmt: skip
_SENTENCE: Final = {
    "imprisonment": "imprisonment", "life_imprisonment": "imprisonment for life", "death": "the death penalty",
    "fine": "a fine", "ban_on_activities": "a ban on holding certain posts or activities",
    "loss_of_rank": "loss of military rank", "compulsory_works": "compulsory works",
    "correctional_works": "correctional works", "restriction_in_military_service": "restriction in military service",
    "restriction_of_liberty": "restriction of liberty", "forced_labour": "forced labour", "arrest": "arrest",
    "disciplinary_unit": "a disciplinary military unit",
}  # fmt: skip
_REGIME: Final = {
    "penal_settlement": "in a penal settlement", "general": "in a general-regime colony",
    "strict": "in a strict-regime colony", "special": "in a special-regime colony", "prison": "in a prison",
    "educational": "in an educational colony for minors",
}  # fmt: skip
_GROUPS: Final = {
    "status": _STATUS, "category": _CATEGORY, "stage": _STAGE, "event": _EVENT, "outcome": _OUTCOME,
    "verdict_of_court": _VERDICT, "instance": _INSTANCE, "measure": _MEASURE, "document": _DOCUMENT, "cause": _CAUSE,
    "sentence": _SENTENCE, "regime": _REGIME,
    "sex": {"male": "man", "female": "woman"},
    "kind": {"casualty": "Casualty", "case": "Criminal case"},
    "grade": {"single_source": "One source", "two_independent": "Independent sources",
              "official_document": "Official document"},
    "relation": {"same_person": "may be the same person", "prior_case": "an earlier case",
                 "separated_from": "split off"},
    "relation_grade": {"possible": "possible, not confirmed", "confirmed": "confirmed"},
    "name_type": {"printed": "as printed", "alias": "also known as", "call_sign": "call sign", "former": "former name"},
    "role": {"perpetrator": "as perpetrator", "organiser": "as organiser", "instigator": "as instigator",
             "aider": "as aider"},
    "attempt": {"preparation": "preparation", "attempt": "attempt"},
    "yes_no": {"True": "yes", "False": "no"},
}  # fmt: skip

CODES: Final[dict[str, str]] = {f"{group}.{code}": word for group, words in _GROUPS.items()
                                for code, word in words.items()}  # fmt: skip
"""`status.killed` and so on. Tests hold the groups to the contract's codes."""
