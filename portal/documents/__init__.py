"""Documents that are mine, kept through every move, and all of mine in one file."""
