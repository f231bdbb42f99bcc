"""The adults' desk: what waits on you, the young people you work with, a person's page."""
