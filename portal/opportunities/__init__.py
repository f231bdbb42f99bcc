"""Things to do: jobs, courses, mentors, clubs and groups, with their days.

An editor writes them down, each with the day on which it was checked. A young person sees what is
for their age, may ask about it (an answer is owed, as to everything they say: `say`), ask for a
mentor, and put its date on their own Dates page. Carers see these and their own courses.

They also stand beside pages on the same need, about the same town or with the words that somebody
looks for (`articles.beside`); the last day to ask for something can stand on the Dates page, too.

What somebody looked at or put on their dates is theirs: no worker, carer or editor sees it, nor
counts it. Near me is a town from a list. It stands in the
address, with a need in words that tell nothing; both stay in a browser's history, and the page
says so.

Turned down: the place, the day or the hour of a club, a group, a mentor, or of an event that is not
open to everybody. Whoever looks for one young person would read it too; whoever runs it tells those
who join (`groups`). The title stands on
phones and in calendars, so it says nothing of care (`articles.telling`); the file for a calendar
has the title and the time, and no place, link or words.
"""
