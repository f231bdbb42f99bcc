"""Who looked at my information: the one page that reads the audit, in plain words.

What anybody else looked at or changed, by day and by person, with what they were to the young
person then. A day is never cut in two: a page holds whole days, and leads on by a day, so that
"3 times" is true. Lists are told of only for adults who were connected with them at that moment;
whether their name was really among those shown is not known, because a list notes no names.

An opening that the young person is not told of yet (`opened.policy`) is left out with everything
that would give it away, and stands here once it is told. Advocacy is never here: an advocate
reaches no record of the council's side, and whatever might be noted under that role is left out.
"""
