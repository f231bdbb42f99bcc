"""For editors: what the offers hold now, what waits for a look, and a whole offer as a file.

An item is written as a form (`item`). A whole offer can also be taken along and brought as one
file, as a council may have its own way to write it, and a pair of councils opens several things at
once. What cannot be read, or could not be shown, is refused with each place. What differs is shown
before it is kept.
"""
