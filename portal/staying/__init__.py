"""Papers and steps of somebody who came here on their own, a plan for each answer, and whom they
look for.

Only for those whom the council recorded as having come alone, or for whom a worker opened it. It is
seen by them and by those to whom Grant.IMMIGRATION was given: by themselves, or by a manager with a
reason that they read (`granting`). No file, hand-over or emergency gives it. To everybody else
nothing of it is there: not in titles, lists, notices, searches, nor in what was looked at. A step
that is booked stands on the young person's own dates as "An appointment", and on nobody else's.

Nothing here works out what somebody's status is, and nobody is told of an answer by the app. The
words about the law (`steps.toml`, `labels`) say where they come from and when they were read, and
that a person who knows the law still has to check them.

What somebody writes here is kept as rows that follow one another (`StayingEntry`): the newest is
what holds, the others are the history. Their own words (faith, food, language, people, whom they
look for) are written by nobody else.
"""
