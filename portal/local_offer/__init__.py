"""What I can get: the pages of the council's offer by need, the search, and an answer for each item."""
