"""Goals split into steps, in a pathway plan and a school plan: who does each, by when, and every
word that was ever in them.

A change never takes a word away: what stood there before is kept beside who changed it, when, and
in which sitting, and can be put back with one tap. A step that an adult does is one promise, so
that it is chased when it is late; its day and how it stands are read from the promise alone, and
the step's own columns are read only where there is none (the young person's own steps, and those
for which nobody has named a day yet: nobody is late for a day that was never said).

Together on one phone (`Sitting`): one of the two is signed in and changes things while both look.
The other is asked on their own phone whether it is right. Nobody's passphrase is shared, and no
page shows more than the signed-in person may see; that is why the other one's yes comes later, and
not as a second sign-in on the same phone, which we turned down.

What the plan says about an area, its name and who may read it belong to `plan`, which is above this
room and gives them to `beside`.
"""
