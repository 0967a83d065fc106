"""Doors for programs: one thin router per resource."""
