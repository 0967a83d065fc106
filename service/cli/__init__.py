"""The `poimenno` command: each command parses its options, calls one use case and prints."""

from service.cli.app import main

__all__ = ["main"]
