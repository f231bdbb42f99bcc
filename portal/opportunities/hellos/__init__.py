"""A hello on days that can be lonely: a birthday, Christmas, New Year, a day of one's own, the
first weeks in a home of one's own.

A young person turns it on, says for which days and from whom, and turns it off by one press. A week
before, their worker is reminded, or whoever covers for them; where they said so, so are those staff
whom a manager named for it, who see a first name and the day, and whether it is a feast or a
birthday, and nothing else of anybody. The young person sees that they looked, and whoever answers
the young person can read what they wrote. A feast may tell what somebody believes, so nobody else
reads these: no manager, nor whoever is on duty. What is sent is written by one of these people,
each time; nothing is written by a machine, and no words are offered. It arrives on the day. Nobody
answers a hello: to write back is to write to one's worker.

Turned down: a row of what is owed. A hello that comes because a list turns red is not one; whoever
forgot is reminded on the day itself, and the young person is never told that somebody did.

What it must not become: a way to a young person. It has no number, address or link in it, those who
must not know of somebody are never asked, and each is in *Who looked at my information*.
"""
