"""Good news and thank-yous: words or a picture, to whom the young person chooses.

It asks for nothing: no clock, no answer that is owed. Whoever it went to sees it while they are
connected with the young person, and can send back a tap or a few words from the heart. Nobody else
sees it, and nothing of it is counted.
"""
