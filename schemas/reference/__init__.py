"""Closed vocabularies and the readers of what sources print: regions, ranks, articles, courts, charges, numbers."""
