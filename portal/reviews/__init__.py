"""Reviews: the meeting about my plan. Law: SI 2010/959 Part 6 (regs 32-38)."""
