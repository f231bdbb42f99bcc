"""The pages that people read: their form, their words and where they were read."""
