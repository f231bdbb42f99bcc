"""Opening what is closed, for a reason that is written down, for a time that ends.

Two kinds. In an emergency somebody on duty looks at a record that is not theirs to see; a manager
is told. And an adult's messages to a child may be read by a manager, when a second person agrees.
The young person is told of both, unless the named safeguarding lead records why not, and when that
is looked at again.

Choices. An emergency is a connection like any other, with an hour at which it ends: so every page
is composed from the one reach, and no page knows of emergencies. Nothing is browsed: somebody is
found by what a caller would know of them, exactly one or nobody. If no lead decides in time the
young person is told; nobody can keep it from them by doing nothing. What they are not told yet is
held back from "Who looked" by the one rule in `policy.held_back`. The adult whose messages are
read learns nothing from the app, also when they are a manager or the lead themselves.
"""
