"""What comes at each birthday, with dates, and what the council's words for me mean."""
