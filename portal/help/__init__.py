"""Help: who to call, who is on your side, and how private this app is.

It works signed out and without a connection, so it belongs to the phone's public shell: nothing
on these pages depends on who looks. A council's own night number is therefore on Home and not
here: a public page knows no council. The app never stands between a child and help: no form, no
counter, no script, and each number is a plain link that dials.
"""
