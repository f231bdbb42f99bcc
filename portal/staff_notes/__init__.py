"""Notes that staff leave for each other beside a conversation. Never shown to the young person in
the app; they may ask for their record, and then read them.
"""
