"""Promises: what an adult said they would do, by when, and whether they did.

Every action with an adult's name on it, from any plan, review or answer, is one promise here.
Late is not a state somebody sets: it is a coming promise whose day has gone by.

Choices made here:

* A changed day is no end. The promise is coming still, by the new day; the old day, and why, stay
  in its steps. (State "changed" is only what a council's file or an older release said.)
* A day changed twice, and a promise that the young person says was not done for the third time, go
  to a manager at once: nobody else would notice that something is pushed along for ever.
* Said not to be done, it is owed again for a week: whoever said that it was done deserves to hear
  it before their manager does, and the young person has waited long enough for more.
* Who asked a manager, and when, is shown to the young person from the very steps by which it went
  on (`owed.passing`): no second list could ever say something else.
* What somebody outside the council promised is on the list of one worker who sees to it.
"""
