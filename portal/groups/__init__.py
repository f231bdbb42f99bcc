"""Groups of young people, as the care council or care leavers: their dates, and who is in."""
