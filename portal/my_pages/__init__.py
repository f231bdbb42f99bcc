"""Pages the young person writes: about me, what helps me when things are hard, and how I am.

Promise. A child who meets somebody new need not explain themselves again, and need not be read
about in a file: what they want known, they wrote. Nobody reads a line of it but those whom they
show it to, today; taken back, it is gone at once. No word they wrote is ever lost to them. They
can say how they are in one tap, and ask for help in the same place.

Law: Children Act 1989 s. 22(4) and (5), their wishes and feelings; Care Planning Regulations 2010
reg. 5 and Schedule 1, identity, likes and routines; UNCRC articles 8, 12 and 16.

Choices.

* An answer has three states: shown with the page, kept to oneself, not written. To whom the page
  goes is asked once for the whole of it (`portal.shares`), not for each answer: a child of nine
  understands "Helen sees my page, but not this".
* Nothing that is written on these pages is looked through for words that worry, neither what is
  shown nor what is not; each page says so, with numbers beside every box (`safety.md` §14: a
  sender is told, and nothing implies that somebody reads when nobody does). A plan of what helps
  when somebody wants to hurt themselves is made of such words: raised each time, it would end with
  nobody writing one, and would tell the council's staff of lines that were shown to one carer. Who
  is shown a page reads beside it what to do if it worries them.
* A check-in is looked at by nobody either. The tap "I want help" is something else: it is sent,
  with the words that were written there, and is raised at once (`portal.worries`).
* Of check-ins others are shown the days and faces, never the words: those were written for
  oneself.
* A picture is the one thing that is not kept when it is replaced or taken away: a child must be
  able to make a picture of themselves go. `portal.documents` keeps what should be kept.
* Who is shown a page is told that there is something, once until they have looked, and the words
  name nobody (`safety.md` §7).
"""
