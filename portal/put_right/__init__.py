"""Something is wrong, or good: sort a problem, complain with stages and dates, report what was
unfair, say thank you."""
