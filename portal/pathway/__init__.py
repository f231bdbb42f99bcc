"""My pathway plan: goals, steps, skills, an early review, together on one phone, on paper."""
