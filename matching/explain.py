"""A score put in order for people and programs: each feature with what was compared and its weight in bits."""

from matching.score import Score


def explain(score: Score) -> list[dict[str, object]]:
    """The features of a score, the prior first, JSON-ready; what a feature does not have is left out."""
    return [
        {name: value for name, value in feature._asdict().items() if value is not None} for feature in score.features
    ]
