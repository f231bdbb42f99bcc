"""What a young person says that has to be answered, whatever it was about: their views before a
review, what they think of a decision, what is wrong, a question to their reviewing officer.

"Children should know when they have expressed their views that they have been taken into account":
each ends in an answer that says what was done, what will be done by when, or why not, and the young
person says whether that answers it. Rooms say what can be said (`kinds.say_kind`); this one keeps
it, who may read it, whose turn it is, and draws how it stands.
"""
