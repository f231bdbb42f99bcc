"""Alongside: it belongs to the young person, and it works on the adult who owes the answer."""
