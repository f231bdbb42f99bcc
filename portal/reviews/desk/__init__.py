"""The reviewing officer's desk: which reviews are due, what is ready for each, and what is to do.

Promise. One page, one action a card. Whatever is done here about somebody's review they can read:
a new day with the reason, that it was not held and why, that their officer asks after a promise,
that their officer challenges the council. Advocacy is offered and noted (when, how, by whom), never
what was said in it.

Law. SI 2010/959 reg. 33 (how often), reg. 45 (what an officer does); IRO Handbook (2010) chapter 6
(a dispute goes informally first, then up in steps, each with a day, 20 working days for all of it,
and can go to Cafcass at any time): known, not read again. Participation codes and rules 440 and 441
of the yearly return: the Department for Education's SSDA903 guide, and the published validator.

Choices.

* On the fourth birthday PN0 is refused: the published message of rule 440 says so. The published
  code lets that one day pass, and takes every other code then, too.
* The yearly return holds what was held in its year and nothing that breaks its own rules: each such
  row is named by the child's code and the day, and by nothing else.
* A manager takes the file of those whom they reach, and a second person agrees first. The command
  is for whoever runs the server, who can read the database anyway; it leaves the same note.
* Whoever does not answer by their day is passed over by itself: a talk goes to a manager as the
  next step. Above them the council has nobody here, so the officer is told, and goes on by name.
* A code is suggested from what happened, with the reason, and set by a person: their name and the
  day are kept with it.
* What a council's file says later does not undo what was done here (`intake.date_rows`).
"""
