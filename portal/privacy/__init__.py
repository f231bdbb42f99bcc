"""Plain privacy: who holds what about you, why and how long, in three ages of words and for carers.

One public page, the same for everybody, which is why it is not kept in the phone's shell: the
worker there keeps one copy for each path, and this page has one for each age. And a copy of one's
own, in the words for one's age, to be read once after the first sign-in. It is never a wall: it is
shown on the way in, "Read it later" leads on, and it comes again only at the next sign-in.

We do not ask anybody to agree. The council keeps its record because the law says that it must, and
a button that pretended otherwise would be untrue. "I have read it" says just that.

The words about the law are a draft, and say so on the page, until a council's lawyer has read them.
"""
