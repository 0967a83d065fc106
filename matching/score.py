"""The probability that two profiles are one person, or two lists of defendants one case, and why."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from matching import model
from matching.compare.evidence import Feature
from matching.compare.facts import compare_facts, compare_person
from matching.compare.home import at_home
from matching.compare.names import compare_all
from matching.model import SHIPPED, Weights
from matching.profile import Profile

Decision = Literal["attach", "suggest", "apart"]


class Score(NamedTuple):
    """`log_odds` is exactly the sum of the features' weights; the first feature is the prior.

    `contradicted`: something says that these are two (another given name, patronymic, sex, birth years apart …).
    `strong`: something beyond names and region agrees (a date, a place, a unit, a number): see `attach_decision`.
    `model`: the version of the weights.
    """

    probability: float
    log_odds: float
    features: tuple[Feature, ...]
    contradicted: bool
    strong: bool
    model: str = model.MODEL_VERSION


def probability(log_odds: float) -> float:
    """1 / (1 + 2^-log_odds), for any size of it."""
    return 1.0 / (1.0 + math.pow(2.0, -max(-500.0, min(500.0, log_odds))))


def score(query: Profile, record: Profile, *, prior: float | None = None, weights: Weights = SHIPPED) -> Score:
    """Compare a query (or a new report) with a record. `prior`: log2 odds beforehand, the model's own when None."""
    names = compare_all(query.names, record.names)
    if query.regions and record.regions:
        names = at_home(names, query.regions & record.regions)
    found = [*names, *compare_facts(query, record)]
    case = query.kind == record.kind == "case"
    start = prior if prior is not None else model.CASE_PRIOR if case else model.PRIOR
    return _weigh(start, found, weights, case=case)


def score_person(query: Profile, record: Profile, *, prior: float = 0.0) -> Score:
    """Compare two persons by names and what is said of themselves, at even prior odds unless told.

    For the defendants of one case, who share its court, number and articles: those must not make them one man.
    """
    return _weigh(prior, [*compare_all(query.names, record.names), *compare_person(query, record)], SHIPPED, case=False)


def score_case(query: Sequence[Profile], record: Sequence[Profile], *, weights: Weights = SHIPPED) -> Score:
    """Compare two cases by their defendants: the best pair, and what the further defendants add.

    Raises ValueError when either has no profile at all (a case without defendants has one profile without names).
    """
    if not query or not record:
        raise ValueError("a case is compared by at least one profile")
    pairs = [
        (score(left, right, weights=weights), i, j)
        for i, left in enumerate(query[:MOST_DEFENDANTS])
        for j, right in enumerate(record[:MOST_DEFENDANTS])
    ]
    pairs.sort(key=lambda pair: -pair[0].log_odds)
    best, i, j = pairs[0]
    others = _others([pair for pair in pairs[1:] if pair[1] != i and pair[2] != j])
    if not others:
        return best
    extra = Feature(
        "defendants",
        str(len(query)),
        str(len(record)),
        "others_agree",
        model.DEFENDANTS["others_agree"].weight * min(others, 2),
    )
    features = (*best.features, extra)
    total = sum(feature.weight for feature in features)
    return Score(probability(total), total, features, best.contradicted, best.strong, weights.version)


#: Defendants of one case that are compared one by one.
MOST_DEFENDANTS: Final = 12


def _others(pairs: list[tuple[Score, int, int]]) -> int:
    """How many further defendants agree by name, each counted once."""
    left: set[int] = set()
    right: set[int] = set()
    for found, i, j in pairs:
        if i not in left and j not in right and _names_agree(found):
            left.add(i)
            right.add(j)
    return len(left)


def _names_agree(found: Score) -> bool:
    named = [feature.weight for feature in found.features if feature.feature in NAME_FEATURES]
    return not found.contradicted and sum(named) > 12.0


def name_agrees(found: Score) -> bool:
    """Whether every part of the name that both give agrees, by a surname or, without one, by a given name or alias.

    This is what makes a candidate a namesake when nothing else tells it apart (`service.registry.verdict`). A surname
    with a wrong letter agrees beside a given name where both together are too rare to meet by chance.
    """
    named = [feature for feature in found.features if feature.feature in NAME_FEATURES]
    if not named or named[0].feature == "patronymic":
        return False
    first, *others = named
    misprinted = first.agreement == "near" and bool(others) and sum(f.weight for f in named) >= MISPRINT_BITS
    return (misprinted or first.agreement in AGREEING) and all(f.agreement in AGREEING for f in others)


#: Bits of a whole name, one letter of its surname wrong, that are met by chance once in four thousand names.
MISPRINT_BITS: Final = 12.0


#: Levels at which two parts of a name are the same one.
AGREEING: Final = frozenset(
    {
        "exact",
        "transliteration",
        "variant",
        "same_name",
        "oblique",
        "man_or_woman",
        "diminutive",
        "initial",
        "part",
        "same",
    }
)
NAME_FEATURES: Final = frozenset({"family_name", "given_name", "patronymic", "alias"})


def name_similarity(query: str, record: str) -> Score:
    """Compare two printed names and nothing else, at even prior odds."""
    left, right = (Profile.build(kind="casualty", names=[(name, None, None, None)]) for name in (query, record))
    return score(left, right, prior=0.0)


_PRIORS: Final = {prior: Feature("prior", None, None, None, prior) for prior in (model.PRIOR, model.CASE_PRIOR, 0.0)}


def _weigh(prior: float, found: list[Feature], weights: Weights, *, case: bool) -> Score:
    first = _PRIORS.get(prior) or Feature("prior", None, None, None, prior)
    total = prior
    worst: Feature | None = None
    strong = False
    for evidence in found:
        feature, _, _, agreement, weight = evidence
        total += weight
        if weight >= STRONG.get(feature, _NEVER):
            strong = True
        elif weight < 0.0 and (feature, agreement) in model.CONTRADICTIONS and (not worst or weight < worst.weight):
            worst = evidence
    if case:
        strong = _strong_case(found)
        if _numbered(found):
            named_apart = worst is not None and worst.feature in NAME_FEATURES
            strong = strong and (not named_apart or _same_uid(found) or _told_otherwise(found))
            worst = None
    if weights.learnt:
        found, total = _as_learnt(found, weights.learnt, prior)
    if worst is not None and total > model.CONTRADICTED_AT_MOST:
        found = _capped(found, worst, total - model.CONTRADICTED_AT_MOST)
        total = sum((evidence.weight for evidence in found), prior)
    elif total > model.DOUBTFUL_AT_MOST and (doubtful := _doubtful(found, among_many=prior < 0.0)):
        found = _capped(found, doubtful, total - model.DOUBTFUL_AT_MOST)
        total = sum((evidence.weight for evidence in found), prior)
    return Score(probability(total), total, (first, *found), worst is not None, strong, weights.version)


def _as_learnt(
    found: list[Feature], learnt: Mapping[tuple[str, str], float], total: float
) -> tuple[list[Feature], float]:
    """The evidence with the bits that were learnt for its levels, and its sum with `total`.

    What contradicts and what is `strong` are rules, and stay as they are.
    """
    told = []
    for evidence in found:
        feature, query, record, agreement, weight = evidence
        more = learnt.get((feature, agreement or ""))
        if more is not None:
            weight += more
            evidence = Feature(feature, query, record, agreement, weight)
        told.append(evidence)
        total += weight
    return told, total


def _capped(found: list[Feature], bounded: Feature, excess: float) -> list[Feature]:
    """Let one piece of evidence bear the bound on the whole: `model.CONTRADICTED_AT_MOST`, `model.DOUBTFUL_AT_MOST`."""
    return [one._replace(weight=one.weight - excess) if one is bounded else one for one in found]


def _doubtful(found: Sequence[Feature], *, among_many: bool) -> Feature | None:
    """The evidence by which another may as well be meant (`model.DOUBTFUL_AT_MOST`)."""
    if among_many and _surname_alone(found):
        return found[0]
    return next((one for one in found if one.agreement == "man_or_woman"), None)


def _surname_alone(found: Sequence[Feature]) -> bool:
    """Whether nothing agrees but the surname and what kin have in common."""
    if not found or found[0].feature != "family_name":
        return False
    return all(one.weight <= 0.0 or one.feature in SHARED_BY_KIN for one in found)


#: What brothers and cousins of one village have in common.
SHARED_BY_KIN: Final = frozenset({"family_name", "sex", "region", "place"})


_NEVER: Final = 1e9
#: What may stand beside a name to attach a person without a maintainer, with the least weight that counts.
STRONG: Final[dict[str, float]] = {"born": 2.0, "died": 2.0, "place": 3.0, "unit": 4.0}
#: What tells an initial's bearer apart from his kin in the same town.
TO_THE_DAY: Final = frozenset({("born", "same_day"), ("died", "same_day")})
#: What tells a case apart from other men's; two of them are needed, or the number.
OF_A_CASE: Final = frozenset({"court", "article", "sentence", "events", "case_number"})
#: What tells a case apart from another of the same man, who is tried in one court and for one article again: one of
#: these is needed. A month or a year in court is none, he may stand there twice in it.
OF_ONE_TRIAL: Final = frozenset(
    {("sentence", "same"), ("events", "same_day"), ("case_number", "same"), ("case_number", "same_with_court")}
)


def _numbered(found: Iterable[Feature]) -> bool:
    """Whether a unique identifier, or number and court, say by themselves that the case is one.

    Two defendants of one case have other names; that does not make two cases of it.
    """
    return _same_uid(found) or any(evidence.agreement == "same_with_court" for evidence in found)


def _same_uid(found: Iterable[Feature]) -> bool:
    """Whether both give one unique identifier, whose check digits hold: it joins whatever the defendants' names."""
    return any(evidence.feature == "uid" and evidence.weight > 0.0 for evidence in found)


def _told_otherwise(found: Iterable[Feature]) -> bool:
    """Whether two more things tell that a case is one whose defendants have other names: one may be misnumbered."""
    said = {evidence.feature: evidence for evidence in found if evidence.weight > 0.0 and evidence.feature in OF_A_CASE}
    number = said.pop("case_number", None)
    if number is not None and number.agreement == "same_with_court":
        said.pop("court", None)
    return len(said) >= 2


def _strong_case(found: list[Feature]) -> bool:
    """Whether it is told by its number, or by two things of which one tells it apart from the man's other cases."""
    if _numbered(found):
        return True
    said = [one for one in found if one.weight > 0.0 and one.feature in OF_A_CASE]
    return len(said) >= 2 and any((one.feature, one.agreement) in OF_ONE_TRIAL for one in said)


def attach_decision(found: Score) -> Decision:
    """`attach` only when sure, uncontradicted and told by more than a name and a region; `suggest` for a maintainer."""
    if found.probability >= model.ATTACH and not found.contradicted and found.strong and _told(found):
        return "attach"
    return "suggest" if found.probability >= model.SUGGEST else "apart"


def _told(found: Score) -> bool:
    """Names agree, or the case is told by its number; for an initial, which brothers and cousins share, by the day."""
    weights = {feature.feature: feature.weight for feature in found.features}
    if _numbered(found.features):
        return True
    if weights.get("family_name", 0.0) <= 2.0 or weights.get("given_name", 0.0) <= 0.0:
        return False
    agreements = {(feature.feature, feature.agreement) for feature in found.features}
    return ("given_name", "initial") not in agreements or not agreements.isdisjoint(TO_THE_DAY)
