"""Groups of young people, as the care council or care leavers: their dates, and who is in.

A young person sees the groups that are open to their age, joins or leaves by one press, says
whether they come and what they need for it. A group is run by one adult, who is named before
anybody joins.

To be in a group says something about somebody: a group for disabled children, of their health.
So all of it is of the kind that no phone keeps. Who is in it is known to the adult who runs it, and
to nobody else: not to other young people, not to whoever makes groups, not to their worker; carers
see the dates only where the young person says so. A number of members is shown from five on. A
place is told to members alone, and to none of two who must not know of each other: whoever is kept
apart from somebody in a group by a court or for their safety is asked to ring first, and is not
told why. What is written that must not wait goes to their own worker, with their name
(`worrying`).

On calendars a group that says something of somebody's health has no name.
"""
