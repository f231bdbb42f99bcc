"""Pictures and voices that people send: checked by what is in them, kept with the rest of the
record, and given out only through the room that owns what they belong to.

A picture is drawn anew before it is kept, so that nothing of the file that was sent is left: no
place where it was taken, no phone's name, nothing hidden in it. A voice is kept as the phone
recorded it: its container is read far enough to know that one voice is in it and nothing else.
"""
