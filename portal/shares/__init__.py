"""What a young person shows to others of what is theirs, and to whom: nobody, until they say so.

A share is to one of their people, or to whoever is their worker or lives with them, today and
later. It holds for as long as that person is connected with them and not barred; taking it back
ends it at once. Nobody but the young person gives or ends one.
"""
