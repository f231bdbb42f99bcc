"""Documents that are mine: certificates, letters, papers and pictures, kept through every move, and
all of them in one file to take along.

They belong to the young person. Nobody else sees that there is one, unless it is shown to them
(`shares`), one at a time; whoever works with them may put one in, and then knows only that they
did. What was put in stays whoever comes and goes: it hangs on the person, not on a home, a worker
or a plan.

What is sent is never kept as it came: pictures are drawn anew and PDFs written anew (`uploads`).
The file with everything is made while it is given out and kept nowhere.

Turned down: reading what stands in a document to search it (nobody asked the young person), and
other kinds of file (nothing here could make them safe): a page says how to make a PDF of one.
"""
