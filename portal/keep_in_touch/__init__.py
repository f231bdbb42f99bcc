"""Keeping in touch: a duty of the council and a wish of the young person, in one rhythm.

Promise. A care leaver hears from somebody at least as often as their council says, and as often as
they ask. They see what was written down about it, and by when the next hello should come. Whoever
owes the hello sees how each wants to be reached, and logs it in one tap. Nobody who was lost is
asked where they have been.

Law: Children Act 1989 s. 23B(1) and s. 23C(2): "reasonable steps to keep in touch", and to find
somebody again; no figure. The yearly return on care leavers (OC3).

Choices.

* One truth: contacts that count are days in `DoneOn`; a message the young person wrote here and a
  visit that took place count too, from where they are kept (`clocks.heard`). What is owed is worked
  out from all of them by the clock, in the commit of the change, and every quarter of an hour for
  what other rooms heard.
* They may ask for more often than the council's standard, and it is owed. Asking for less is kept
  and shown; the standard stays, and they are told so: a council may not talk somebody out of it.
* What is written down about a contact is theirs to read, word for word. There is no box for what
  they should not see: that belongs in the council's own record.
* A contact is put right by a new row, never by erasing; the old words are shown to nobody, as they
  may have been about somebody else. Only on the day it was written may the writer change it.
* An answer to a check-in never becomes a code by itself. What a person confirmed is the portal's
  own (`Confirmed`); the council's file (`LeavingReturn`) is left as it came, and a difference is
  shown to both.
* A message from somebody who was lost does not end the search by itself: another may hold the
  phone. Their worker is told at once, and the page offers to end it.
* 22 to 25: whoever asked to be in touch in the last year, by a wish of their own or by being the
  one who began, is asked how they are. Nobody else of that age is.
"""
