"""Proof for a college, a landlord or a till: letters, the pass on the phone, and a code that
anybody can check.

Promise. A young person makes a letter by themselves, at any hour, and reads it before anybody
else does. It says only what its reader needs: a landlord and a leisure centre never learn from it
that somebody is or was in care. Whoever gets one can see, at a page that is open to all, until
when it is valid, what it is for, and how its number ends: no name, no council, no reason. That page
says, too, that it knows neither the name nor the words on the paper. The young
person ends one at any time; so does their worker or manager, and the young person is told.

What is where. `rules` what is a letter, and who can have which; `codes` the signed code, which is
checked without any network (`FORMAT.md`); `checking` the question that the open page asks;
`wording` the gaps of a letter and what may not stand in it; `labels` the words; `actions` making,
ending, and the words that editors agree on.

Choices.

* Nobody signs a letter by hand. It is the council's, in words that two of its people have read
  (or ours, that one has read); the code shows that it is real.
* What is not recorded gives "ask", never "no". A letter that the council signs rests on what it
  wrote down, never on a sum of ours.
* The code holds a number for its purpose, a moment, a random number and a signature. The random
  number finds the row; whoever has not been given it finds nothing. What is forged, changed, ended,
  over or true no longer is answered with one and the same page.
* A letter is valid for 90 days and not after the birthday on which what it says ends; a pass for
  24 hours from a tap, with a picture that is good for ten minutes: a photograph of it that is
  passed on is soon worth nothing.
* A letter's PDF is drawn anew each time, from the words that held when it was made; no copy of it
  is kept here.
* One letter is for the leisure centre of another council: where a pair of councils, or that
  council's own offer, opens it to young people of this one who live in its area. It says so without
  naming the place, and the record is not asked where they live: the desk knows its own area.
* No place stands in any of them: not where somebody lives, learns or meets anyone.
"""
