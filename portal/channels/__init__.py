"""How news reaches somebody outside the app: push, e-mail, text message. The words are fixed and
say nothing; the notice in the app is the truth, and every way is derived from it.
"""
