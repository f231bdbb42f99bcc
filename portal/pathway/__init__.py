"""My pathway plan: goals, steps, skills, an early review, together on one phone, on paper.

The plan that was published stands beside what the young person wants and does about it (`goals`):
the first is the council's and changes by a new version, the second is theirs and their worker's and
changes every day. Law: the pathway plan and its areas (Care Leavers (England) Regulations 2010, SI
2010/2571, reg. 6 and Sch. 1; for those still in care SI 2010/959 regs 41-43); it is looked at again
every six months, sooner where the young person asks (reg. 7): asking needs no reason, is owed an
answer by a day, and goes on to the next person like a message when nobody answers.

Immigration is an area only of those who came alone, and only for readers who were granted it.
"""
