"""Asking for what somebody can get, and following it to its end: states with names and days, what
is left of a grant, what was paid.

Promise. Whoever asks for something sees who has it, and by which day they decide; then by which day
it is paid. What is late goes on to the next person by itself, until the money is noted as paid, or
the thing as bought or done: a yes is not the end. A no says why in plain words. How to challenge it
stays on the page of whatever was a no, or less than was asked for, even when that is paid.

What can be asked for here is what the council decides. For the rest the pages say whom to ask.
Nobody asks here for a place to sleep: an answer in ten working days is none (`urgent` in the data
of `entitlements`).

Savings (a Junior ISA, a Child Trust Fund) are asked for in the same way: "is there one in my name,
and how do I get to it?" That is answered, and nothing is paid by the council.

Who reads it: the young person, and whoever answers their messages; no carer, no family. What they
began and did not send nobody reads but they.

Law. The amounts and who can have what stand in `entitlements`. No law sets days for a decision on a
setting up home allowance or a bursary: the days are the council's own (`tables.ClaimDays`), and
where it has set none those of `rules`.

Turned down: paying through the app. The council pays by its own system; here it is noted, so that
the young person can say when it is not so: then somebody owes where it is, within three working
days (`rules.MISSING_DAYS`), and it is either found or owed again.
"""
