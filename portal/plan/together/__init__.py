"""A plan made together: what the young person adds to each part, and what they think of it.

*In my own words* are lines of theirs beside a part. They stay with the area from version to
version; what they change or take away is kept, and only they read it. Whoever was granted that part
of the plan reads the lines, carers too, and the page says so by name before they are sent.

*What I think* is an answer to what they saw: I agree, I'm not sure, I don't agree, I want to talk,
and why. A plain "I agree" asks for nothing. Everything else is owed an answer within the council's
days, goes on from person to person when nobody gives one, and the answer stands beside it with a
name and a day. They can say once more "this does not answer it": then it is owed again. A new
version asks again; what was said about the one before stays where it was. Carers do not read it:
it may be about them.

*Big questions*, going home, moving, a long-term home, have a page each: what it means, who decides,
what was decided and when it is asked again, as their worker wrote it down; and the same way to say
what they want. Each time it is written down is a new row, and what it said before is kept.

Whoever answers a young person's messages today owes the answer and can read what they said, even
where they were not granted that part of the plan (somebody who covers): a question that the one who
must answer cannot read helps nobody. The page says that, too.

Law: wishes and feelings, Children Act 1989 s. 22(4)-(5); care plan, SI 2010/959 reg. 4-6; of the
big questions see `explained`.
"""
