"""Visits: a worker comes to see a young person. Law: SI 2010/959 reg. 28; SI 2010/2571 reg. 8."""
