"""The phones and computers somebody is signed in on: unlock, see them, sign out of one or all.

A phone of one's own stays signed in for a month, and locks itself after the minutes its owner
chose. A locked phone is nobody's: every page is drawn as for a visitor, and the page that unlocks
it names nobody. After unlocking it goes on where it was; what was being sent is given back.

What somebody must not do who has only picked the phone up (sign out everywhere, another passphrase,
passkeys) needs a fresh proof, not older than five minutes (`people.proof`).

Turned down: a short PIN to unlock. Whoever lives with a young person sees it typed within a week;
the passphrase or the phone's own lock (a passkey) does the same, and there is one thing less to
forget.
"""
