"""The rules of the registry, pure: no I/O, no framework."""
