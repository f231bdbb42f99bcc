"""A diary that no adult can open."""
