"""Something is wrong, or something is good."""
