"""Each coming thing of a person, one row: what Home and Dates read, and nothing else.

The rooms that own visits, family time and reviews write here in the same commit; `flask
rebuild` makes all rows afresh from them and changes nothing when all is well. A row never says
where: places stay in the owning room, behind their own grant.
"""
