"""My checks: what each health check is for, when the last one was, by when the next one should be,
and where my health history is.

Promise. Each check has a day or an honest "we do not know". What the council has written down is
said in words; the number of the questionnaire is never a mark, and is shown with what it is for. A
young person who wants another time, somebody with them, or no check at all, says so to their
worker, who owes an answer.

Law. SI 2010/959 reg. 7 and sch. 1 (health assessments, health plan); the days are the clocks'
(`portal.clocks`), as they stand among what adults owe. The yearly list of the council (OC2) says
only yes or no.

Choices.

* What is said about a check is a message to the worker, begun with a first line: it is read,
  answered and chased like every other, and a second kind of letter box would be one more that
  nobody looks into.
* The word "health" stands in no address: the page is `/my-checks`.
* We keep no findings, results or diagnoses, and have no place for them.
"""
