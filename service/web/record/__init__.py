"""A record's document as a person reads it: facts with footnotes, a case's timeline, what changed. Pure."""
