"""Opening what is closed, for a reason that is written down, for a time that ends.

Two kinds. In an emergency somebody on duty looks at a record that is not theirs to see; a manager
is told. And an adult's messages to a child may be read by a manager, when a second person agrees.
The young person is told of both, unless the named safeguarding lead records why not, and when that
is looked at again.
"""
