"""The editors' desk: what everybody reads, written, looked at, published, checked again.

Promise: nothing goes out by accident. Words are typed into a draft, which only editors see; the
draft is looked at on three widths as readers will see it; publishing it, now or on a day, is a step
of its own that says what is still lacking. What was published before stays, with who and when, and
can be published again. A page that nobody has checked by the day it names is brought up two weeks
before. Pages leave and come back as files; what comes back is a draft.

One draft for each page and language. Two editors who type into it at once do not lose words: the
second is told who was there, keeps what was typed, and sends again.

Turned down: publishing straight from a file; a wide language of marks (`articles.markdown`);
deleting a page, as an old address must lead somewhere and somebody may ask what it said.
"""
