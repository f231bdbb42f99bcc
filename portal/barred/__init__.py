"""Who must not know: by order of a court or a safeguarding decision, over every grant."""
