"""One thin router per resource: parse, call one use case, shape the answer."""
