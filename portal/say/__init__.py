"""What a young person says that has to be answered, whatever it was about: their views before a
review, what they think of a decision, what is wrong, a question to their reviewing officer.

"Children should know when they have expressed their views that they have been taken into account":
each ends in an answer that says what was done, what will be done by when, or why not, and the young
person says whether that answers it. Rooms say what can be said (`kinds.say_kind`); this one keeps
it, who may read it, whose turn it is, and draws how it stands.

They choose who reads it, and nobody else learns that it is there: no list, count, desk, notice or
worry of anybody else's names it (`policy.reads`). What they chose for the reviewing officer alone
goes on to another officer when it is late; where there is none a manager is told that an answer is
late, and not what was said. Words that worry are seen to all the same: by whoever reads them, else
by somebody over the workers who is told to ring, and not what was written (`worrying`). The page
says both before anything is sent.

An answer's promise is read by nobody who may not read what was said, so it belongs to no part of a
plan. Whoever answers what the worker owes may be the worker, whoever stands in for them, or the
officer, where they were chosen; what an officer was asked an officer answers. Three answers, and
then other ways are offered: to ask for the same thing for ever is no way on.

Law: wishes and feelings, Children Act 1989 s. 22(4)-(5); the reviewing officer sees to it that they
are given due consideration, s. 25B(1)(c).
"""
