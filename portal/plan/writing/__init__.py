"""Writing plans: workers write part by part, look at what a child would read, and publish.

A draft belongs to the young person, so it stays where it is when their worker changes. It is a row
of saves, none of which ever changes, and a turn. Whoever saves says on which turn they began;
where somebody else was quicker, both texts are shown side by side, and what the second wrote is
among the saves as well. So nothing that anybody saved is lost, however many write. What somebody
typed and has not saved is kept for them alone.

What is published never changes. A mistake is taken back: the version is shown to nobody any more,
the one before stands, and what follows is written down as a breach (UK GDPR arts. 33 and 34). Who
saw it is written down at that moment, as sessions end and marks move on.

Turned down: one document that two edit at once (a phone loses its line, and then nobody knows what
the other has); a lock (whoever goes on leave holds it); words simplified by a machine.
"""
