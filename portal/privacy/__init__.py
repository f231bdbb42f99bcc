"""Plain privacy: who holds what about you, why and how long, in three ages of words."""
