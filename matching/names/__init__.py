"""Personal names: reading, folding, keys, transliteration."""
