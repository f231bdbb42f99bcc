"""A young person gets another worker, or somebody stands in: with the history, a note, a hello."""
