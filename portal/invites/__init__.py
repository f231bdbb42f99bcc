"""Ways in: a code and a word given face to face, for the first time or when somebody cannot get in.

A code is for one person and role, lasts 72 hours and is used once, by POST: previews of links send
GET. With it goes a second secret, a word that whom it is for types themselves on the giver's
device. Five tries with a wrong word end the code; an unknown code is counted and answered in just
the same way. Getting back in is as strict as the first time, and ends everything that was open
before. Whoever fears that somebody else can get in can do that part alone, and says who is told.

Who may give one: a worker or manager who was granted everything of the young person's, and not by
the hour. Somebody in bad faith could use the code themselves; so it opens nothing to them that
they could not read anyway, it ends the young person's own sessions, it is in the audit, and a
manager hears of every way back. While somebody looks into an adult's messages with the young
person, that adult gives none. A code is over when its giver could not give it any more.

A carer's account opens all their children. So their code is given only by whoever gives each of
those children one, or by a manager who gives one of them one and oversees the others; and when it
is used, who answers for each of the children and who oversees them hear of it.

Staff get none: outside of the demo they come in through the council's own sign-in service only.
"""
