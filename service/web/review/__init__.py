"""A pair for review in rows, letters and weights, as its page shows it. Pure."""
