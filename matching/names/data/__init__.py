"""Name data: frequencies, forms, words to strip."""
