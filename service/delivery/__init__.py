"""Telling others: which addresses may be told, how a message is signed, and one POST to a target."""
