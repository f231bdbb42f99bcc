"""Decisions about a young person, big or small: each with their say, and its answer.

"Children should know when they have expressed their views that they have been taken into account."
Whoever has the young person in their care writes down what is being thought about or was decided,
in the young person's words: what, why, what it means for them, who decides and by which day. While
it is thought about they are told and say what they think (`portal.say`, with its clock, its readers
and its answer); afterwards they say what they think of it.

Nothing is decided silently. Who marks a decision as decided, and reads words of the young person
that wait for an answer, answers them first or with it; and where the young person was not asked, or
had no time, the adult writes why, to them. What they said to their reviewing officer alone does not
show in this: it would tell the worker that there is something. The officer owes that answer, and it
goes on as any other.

A decision of which the young person may not read is no decision on their page: there is nothing
here that is kept from them. Before it is told it is a note of its writers. From then on what it
said before a change is kept, and they read it.

Who reads it: the young person; staff who were granted the plan, what the decision is about and what
its words name, as a part of the plan is read (`policy`); carers only where its writer ticked it,
while they live together and were granted the same. Parents never.
One that is about brothers and sisters is written for each of them: there is no copying.

Law: wishes and feelings, Children Act 1989 s. 22(4)-(5); the welfare checklist, s. 1(3)(a); Care
Planning, Placement and Case Review (England) Regulations 2010, regs. 5, 14.
"""
