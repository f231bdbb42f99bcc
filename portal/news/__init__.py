"""News from somebody with a name to many young people at once; answers go to a person, and anybody
can choose not to get it.
"""
