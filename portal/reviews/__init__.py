"""Reviews: the meeting about my plan, before it and after it.

Promise. The young person sees when it is, who comes and what is talked about, theirs first; they
can add to it, ask for somebody, say whom they would rather not have there, and talk alone with
whoever is their reviewing officer. Afterwards there is a letter to them, in words of their age
and in their language where somebody put it into it, with what was decided: each a promise with a
name and a day. Who does not agree says so, and is answered.

Law. The Care Planning, Placement and Case Review (England) Regulations 2010, Part 6 (regs 32-38)
and reg. 45: the officer speaks with the child in private before each review, makes sure that their
wishes are heard, and that what was decided happens. Known, not read again.

Choices.

* What is written to the reviewing officer is read by nobody else, and that they do not agree by
  whom they choose: both are kept by the room of what is said (`portal.say`), with its clock.
* A wish about who comes stays, whatever is settled; against a wish nothing is settled without a
  reason that the young person reads.
* What was said about each of their points is told with the letter, and no letter goes without it.
* A letter is read by the young person, by case staff who were granted reviews, and by whom the
  young person shows it to. Carers read none unless it is shown to them.
* Turned down: inviting people from here. A name on the list is a note between those who plan the
  meeting; an address in it would be one more way to a child's door.
"""
