"""How long a note may be, and how many stand on a page."""

LONGEST = 3000
PAGE = 20
