"""What a person has seen, so that a page can say what is new since then. Marked by POST only."""
