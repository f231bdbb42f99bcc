"""Pictures and voices that people send: checked by what is in them, drawn anew, kept with the rest
of the record and given out only through the room that owns what they belong to.
"""
