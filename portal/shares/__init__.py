"""What a young person shows to others of what is theirs, and to whom: nobody, until they say so.

A share is to one of their people, or to whoever is their worker or lives with them, today and
later. It holds for as long as that person is connected with them and not barred; taking it back
ends it at once. Nobody but the young person gives or ends one.

One to a person by name is over for good when that connection ends, or when they are kept away
(`people.parted`): nothing comes back with them, unless the young person shows it again. So it is
asked at every read; the nightly job only writes down that it is over.
"""
