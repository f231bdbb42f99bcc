"""When staff are away, and who covers for them, so that no message waits for an empty desk.

Promise. A young person reads in their thread that their worker is away, until when, and who
answers; if nobody does, that is what they read. What waited already goes on to whoever covers.

Choices.

* Staff say it themselves; a manager can say it for somebody who is ill today.
* To name somebody who can open a young person's conversation already asks nobody. To let somebody
  in who could not takes a manager, and never for themselves: two people, as for every access. It is
  given for the days of the leave and no longer (`Kind.COVER`), is shown among the young person's
  people and who looked, holds the name, the messages and how to reach them, and ends with the
  leave. We turned down access without a connection: who reads what would stand in two places.
* Whoever covers only some of a worker's young people covers those. The worker is told by name for
  whom nobody does, and managers are told that there are some.
* A day of leave on which nobody covers is no working day for what young people are told; what is
  not answered goes on to duty when the council would have answered (`owed.steps`).
"""
