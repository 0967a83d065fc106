"""One module per verb; each function reads as the story of the verb."""
