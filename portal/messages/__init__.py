"""Messages: a young person writes to their worker, and somebody owes the answer.

A message puts a reply on the worker's list with the moment by which it is due, and the sender
sees that moment. Nothing here is read at night, and every box says so.
"""
