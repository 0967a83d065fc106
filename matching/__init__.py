"""Matching of persons and cases: pure, no I/O."""
