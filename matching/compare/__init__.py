"""Comparators: how far two values of one feature agree."""
