"""My say: where your voice goes, and who helps when nobody listens.

What is asked before a meeting, and what became of it; from here a young person comes to their
reviews, and to what is wrong or good (`put_right`). Advocates are reached by phone or face to face.
There is no form for it here on purpose: whatever is typed into a council's form the council could
read, and until the sealed channel exists (safety: an advocate's words are not the council's) a
number is the honest way.

Law: Review by the Care Planning Regulations 2010, reg. 33; the reviewing officer speaks with the
child alone before it, reg. 45. Advocacy, Children Act 1989, s. 26A.
"""
