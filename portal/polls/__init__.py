"""Polls and surveys whose results go back to those who answered; "you said, we did" for
everybody; the council's promise point by point.

Answers have no person, and that is how they are kept, not a rule of a page. That somebody has
answered is one row (`PollDone`), so that each answers once; what was chosen is no row at all: each
answer that can be chosen has a number, and every answer writes all numbers of the poll, so that
nothing in the database says which of them grew, by whom or when. No two answers of one person stand
together. Keys of these rows are random, and no row has a time. Nobody, staff or ourselves, can find
an answer again, so it cannot be changed; the page says so before it is sent. Turned down: a row for
each answer without a name. With five questions most rows are like no other, and whoever knows one
answer of somebody has them all.

Free words are rows without a person or a time, read by whoever asks once it is over, from five on,
in an order of chance. Before they are parted from their writer they are looked at: what must not
wait goes to their worker with their name (`groups.worrying`), and is not among the answers. The
page says that, too.

While a poll is open nobody sees a number. When it closes, what may be shown is worked out once
(`core.few`), from how many could have answered, and the numbers behind it go.
"""
