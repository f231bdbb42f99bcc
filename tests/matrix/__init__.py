"""The matrix: every address × every method × everybody × whose record, and what each may learn.

    world.py     two councils, everybody who could ask, and one of everything there is
    markers.py   what is written in the world, and to whom each word of it may be shown
    entries.py   one line for each route: who gets in for which record. Written by hand
    runner.py    asks everything, and finds what was answered wrong and what leaked
    mutants.py   rules broken on purpose: the matrix must notice each one

A new route needs a line in `entries.py`; without one the test of completeness fails. A new column
needs a line in `markers.py`, and a row in `world.py` that holds it. Nothing here asks the house's
own policy who may see what: that would only compare it with itself.
"""
