"""Clocks: by which day the council must do what it must do.

Promise. Whoever asks gets a day, the rule behind it and its source, or an honest "no day":
never a guess. The day is never later than the law allows. A person is shown the day ("your
next visit should be by 6 November"); counts of what is late are for staff.

Law. Children Act 1989; Care Planning, Placement and Case Review (England) Regulations 2010
(SI 2010/959); Care Leavers (England) Regulations 2010 (SI 2010/2571); and the statutory
guidance named row by row in `statute.toml`, each row marked "read" or "known".

What is where. `kinds` the shared words; `days` calendar arithmetic and birthdays;
`statute` and `standards` the law and the council's own rules as dated data; `rules` what is
due next; `category` the leaving-care category as a hint for staff.

Choices.

* Intervals are maximums. A council's standard counts when it is the earlier one and is passed
  over when it is looser, so nobody can weaken the law by a slip in their settings.
* The law and the standards are those in force today, also for an interval that began before.
* The day something runs from is not counted. Months are calendar months, clamped to the month
  end. Weeks and months are not lengthened when they end at a weekend.
* Outside the years of the bank holiday list we raise rather than count on: a wrong day is worse
  than none. The list begins in 2001, so that it holds for anyone now under 25.
* Where a reading is open, the earlier day wins: the gap that begins in a placement's first year
  stays six weeks; visits to a child at home or with a carer approved for a time stay weekly
  until a review in that placement; the age at the last health check sets how soon the next one
  is; a single recorded review is the first; a term is four months, a school day a working day.
* Going missing: we keep days, not hours, so 72 hours end on the third day after the return.
* Not recorded is not the same as not done: `CareFacts.not_recorded` names the clocks of which
  we have no records, and for those no day is said.
* Requests for an extra visit (reg. 28(7)) and early reviews (reg. 33(3)) have no fixed interval
  and are not clocks; a change to the plan waits for a review (reg. 32(2)), which is not a date.
* Category: a day in care counts if any part of it was, which favours the young person; unknown
  facts give "could not tell", never "no".
"""
