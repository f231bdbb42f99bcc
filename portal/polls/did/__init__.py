"""You said, we did: what young people said in polls and groups, and what an adult did because of
it, by name and day; for every young person of the council. Nobody who said it is named.

The words of whoever wrote it are the official ones; editors write them again for an age or in
another language, and a page shows the nearest there is (its own age and language, else its own
language, else the official words)."""
