"""Benchmarks of the registry: reading, submitting, loading."""
