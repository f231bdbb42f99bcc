"""What somebody can get: rules as dated data, and one engine that answers from what is known.

Promise. Whoever asks gets, for each item, one of five answers (yes, probably, ask, not now with the
day from which, no), one sentence of why, what to bring and whom to ask. What nobody has told us
gives "ask", never "no". A "not now" always has a day. Nobody is told from a sum of ours that they
are not a care leaver, and a sum of ours never says more than "probably".

Law. Children Act 1989, ss. 23A to 24B; Children and Social Work Act 2017, ss. 2, 3; Children's
Wellbeing and Schools Act 2026, ss. 7 to 9; and what each item names as its source, marked "read"
or "known". Amounts, ages and days stand in `national.toml` and `local/`, never in the code.

What is where. `facts` what may be known of a person; `standing` their leaving-care group on a day;
`truth` the four values and what a leaf reads; `leaves`, `leaves_care` and `leaves_frame` the kinds
of condition; `rules` trees of them, read from data; `items` the items, the councils' offers and
pairs of councils; `engine` the answers; `words` the sentences.

Choices.

* Four values, in this order: no, unknown, likely, yes. "All of" is the least, "any of" the
  greatest. So a fact that is not known can be passed over by one that is, and by nothing else.
* "Not now" is found, not declared: if the answer is no today, the days on which some leaf turns
  are tried in order, all else equal, and the first that is not a no is the day.
* "No" names a condition that stays unmet on each of those days, where there is one; so nobody waits
  for a birthday that would change nothing.
* The council's own record decides the group. Once a birthday has passed that the record does not
  know of, and where there is no record, what we work out counts as likely; if it does not fit, as
  unknown.
* Facts that cannot be (born tomorrow, or in 1803) count as not known.
* A council's item says whose it is: of the council responsible for somebody, of the council that
  bills them, or of the area in which they live. Somebody of another council may use it only by a
  pair, from one council to another, for one scheme, from a day to a day. Nothing is symmetric.
* The record of immigration (`came_alone`, `no_public_funds`) is read for the young person alone.
  For everybody else the engine is asked with `Facts.without_status()`, so that not even the kind of
  answer tells it.
* Papers are spoken of only where something known is a sign of them: came alone, or no public funds.
  With such a sign help with a home is "ask", never "no", as the leaving-care team must help
  whatever they say; and money that needs a claim says "ask before you claim", as a claim can harm
  leave to stay. Without one it says nothing of papers: most people have none.
* A duty that a law has made but not begun stands behind a flag without a day: "ask".
* What a younger child has anyway (a home, free prescriptions) says yes to them, though the item is
  about those who are older: a child must not read "not now" about a bed. So
  `homeless_priority_need` says yes under 18, by s. 20 of the 1989 Act, and to an adult never less
  than "ask".
* "Not now" says "you can ask for this from", as the answer of that day may be one that asks.
"""
