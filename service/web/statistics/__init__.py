"""The registry's statistics as tables, charts and maps."""
