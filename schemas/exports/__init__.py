"""Records in the forms of other trades."""
