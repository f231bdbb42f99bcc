"""Complaints: three stages, each with a clock on the council, and who deals with it by name.

Law: the Children Act 1989 Representations Procedure (England) Regulations 2006 (SI 2006/1738); what
we read of it ourselves, and what we know, is said beside each figure in `rules`.

Who reads one: the young person; who deals with it or did; nobody else, managers included, as the
page has named who reads it. Whom it is about, and whoever the young person wants kept out, finds
nothing of it anywhere. A carer is never a reader. There is no refusal by the app: what is late or
long ago is said to be, and a person decides.

Turned down: a separate kind of account for complaints managers. A manager or the safeguarding lead
of the council can deal with one; councils of all sizes have these, and the choice is the
household's own rule (`policy.could_deal`), not a setting that somebody forgets.
"""
