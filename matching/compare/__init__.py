"""Comparison of one kind of thing each: words, names, dates, sets of facts."""
