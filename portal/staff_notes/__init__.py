"""Notes that staff leave for each other beside a conversation. Never shown to the young person in
the app; they may ask for their record, and then read them.

For that reason each page says both, and looks like no page on which one writes to a young person:
striped, and its button does not say "Send". A note is never changed or taken away; what was wrong
is said in another one. Only whoever reads the young person's messages and plan reads or writes
them: not who only answers for some days in a worker's place.
"""
