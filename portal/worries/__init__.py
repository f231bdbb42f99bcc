"""A message that worries: raised, shown to one person after another until somebody says that they
have it. It never blocks, hides, delays or answers a message; the sender is told that it was raised.

What raises one: "I need help today", always; and words that worry (`worrying.toml`), which the
sender is told of before they write. What is kept is that it was raised and which kind of words it
was: never the words, which stand in the conversation, nor which of them were found.

Never looked at: what is written to an advocate. That is sealed, the council cannot read it, and the
advocate's own provider sees to it. No room of advocacy calls `actions.look_at`, and none may.

Choices. The words are a list that people can read and correct, not a model that nobody can ask why.
It leans towards raising, since all that happens is that somebody reads sooner. A worry is on the
list of whoever answers the young person today; where nobody does, on that of whoever is on duty,
else a manager who can open the conversation, else the council's safeguarding lead.
"""
