"""Family time: when I see the people who matter to me, who brings me, and who is there.

The place is shown only to the young person and to whoever was granted FAMILY.
"""
