"""News from somebody with a name to many young people at once; answers go to a person, and anybody
can choose not to get it.

Who gets a piece of news is worked out when it is sent and fixed then: all of an age, a group, one
home. An adviser reaches only their own young people. An editor reaches the whole council and learns
no name: not who is in a group, nor how many when they are few; nor can an editor read the answers,
so a colleague is named who does. Where somebody lives is placement information: news for a home is
written only by whoever was granted ADDRESS for those who live there, and reaches only them.

Answers are read by the person named on the page, and by nobody else, with two exceptions that the
page tells before anything is written: if that person leaves, and if what was written sounds like
danger, whoever may open the young person's messages reads it. A question that nobody can open
would be worse than one more reader.

Everything that a sending does is one commit, in batches: for a council of 3,000 it takes about a
second (`tests/news/test_large.py`), so there is no half-sent news that a job would have to finish.

Turned down: translating news (the writer's words stay, labelled with their language); showing how
many others got it, or who; letting a worker write to a whole group of which they reach a part.
"""
