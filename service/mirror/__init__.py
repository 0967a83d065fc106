"""A copy of a registry in a directory, kept in step by its exports and its feed; see `service.mirror.mirroring`."""
