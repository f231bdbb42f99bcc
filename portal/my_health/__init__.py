"""Health checks, their dates, and where my health history is."""
