"""The next home before the day, questions about it, and what ends when a stay ends."""
