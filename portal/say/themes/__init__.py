"""What young people said, in numbers: for managers and whoever they report to, without a name, a
word, or a way back to either.

Every number is a number of young people, each counted once, so that "fewer than five" is fewer than
five of them. Small ones are left out, and what could be worked out from the others with them
(`core.few`). What was said to a reviewing officer or of a worker is in the sum alone, and only
where it comes from five who said nothing else: no heading, no answer, no age of it is counted.

A number can be asked for by whole quarter and in no other way, once four weeks have passed since it
ended; and it is worked out once and kept (`tables.QuarterInNumbers`), because the difference of two
looks at the same quarter is a number, too: somebody's, whose record has gone meanwhile. Nothing is
added up over quarters, or shown by two things at once.

Turned down: counts of things said (three by one child look like three children), shares in percent
(of eleven they are counts), outcomes for each kind (where two kinds share no child, what is left
out of one follows from the sum and the other).
"""
