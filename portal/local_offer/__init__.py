"""What I can get: what the law and the council offer, by what somebody needs, with an answer for
each thing.

Promise. The way in is "what do you need?", never a list of questions about who somebody is. Each
thing says yes, probably, ask, not yet (from which day) or not this one, with one sentence of why,
what to bring and whom to ask. Where we do not know enough, a question can be answered for oneself,
or left: the answer is then "ask", never "no". What there is near a town is found by choosing it
from a list: nobody is asked where they are.

Law. Children and Social Work Act 2017, s. 2 (a council publishes its local offer); the rest by item
(`portal.entitlements`).

Choices.

* Whose rule holds is said by each thing: of the council that is responsible, of the one that bills
  the home, or of the area lived in. So somebody placed elsewhere reads both councils' offers.
* What they answer for themselves is read on their own pages alone. Adults who support them see the
  answers that the council's record gives, without anything that goes by papers
  (`Facts.without_status`).
* What was searched for is sent, and not written into the address: it would stay in the list of
  pages that were opened, on a phone that others look through. The town is in it: that is all that
  keeps it.
* Addresses and titles of windows are neutral: a need has a short name of its own there, and a
  thing a mark made of its code.
"""
