"""A message that worries: raised, shown to one person after another until somebody says that they
have it. It never blocks, hides, delays or answers a message; the sender is told that it was raised.
"""
