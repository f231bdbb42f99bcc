"""Something is wrong, or something is good.

*Sort it first* is something said (`say`): to the worker, the reviewing officer or a manager, as the
young person chooses, and it ends in an answer. With one tap it becomes a complaint, with the same
words.

*A complaint* (`complaints`) goes the three stages of the law, each with its day and a name. Whom it
is about is kept from it altogether (`owed.kept`): nobody has to be brave to complain about somebody
who reads their messages. A manager deals with it who is not one of them; where no manager is left,
the council's safeguarding lead. The page names that person before anything is sent.

*Unfair treatment* is said, too, to whom they choose, with the numbers of those who help outside.

*Something good* (`good_news`) goes to whom they choose. Nothing is owed for it, and no clock runs.

An advocate is offered at each stage by phone or face to face, never by a form: what is typed into a
form of the council's the council could read.
"""
