"""The Poimenno registry: the application (doors, use cases, rules, storage)."""
