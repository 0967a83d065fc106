"""Wire contracts of Poimenno (Pydantic) and the vocabularies they are checked against."""
