"""Help: who to call, who is on your side, and how private this app is.

It works signed out and without a connection, so it belongs to the phone's public shell: nothing
on these pages depends on who looks. A public page knows nobody's council, so the night numbers of
all of them stand here, each with its council's name; on Home there is the one of one's own. They
are what these pages ask a database for, once a minute (`people.night`). The app never stands
between a child and help: no form, no counter, no script, and each number is a plain link that
dials.
"""
