"""A young person gets another worker, or somebody stands in: with the history, a note, a hello.

It always takes two: a worker asks and a manager agrees; or a manager plans it, and it holds when
the worker who is to take over says so. In one commit the old connection ends the day before, the
new one begins with what workers are granted, the young person is told who comes and what was
written to them, and the new worker gets a note. What is owed, the conversation and the promises go
over on the day itself (`jobs`); what was written stays where it is. Whoever must not know of the
young person is never offered, and never let in.

A whole caseload goes over the same way, after a look at what would happen: nobody moves forty
children by one press of a button.
"""
