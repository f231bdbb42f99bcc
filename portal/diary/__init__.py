"""A diary that no adult can open.

Promise. What somebody writes here is read by nobody else: no worker, no carer, nobody who runs the
portal, who copies its database or who gives out a new way into their account. Nobody is told
that they have one.

Law: UNCRC article 16 and Human Rights Act 1998, article 8: private life; Children's Homes and
fostering standards on privacy. None asks for a diary.

How. The key is made from a word that only they know (argon2id, a salt of their own, figures kept
beside it) and is kept nowhere. Entries are sealed with it (AES-256-GCM), bound to their place.
While the diary is open, its key lies in the database sealed under a second one, drawn at random,
which only this browser's cookie holds: neither half opens anything alone. The rows go when the
session ends, however it ends (`people.sessions.when_ended`), after some minutes, and when the phone
has locked itself meanwhile.

Choices.

* A word that is forgotten is lost with all that was written. A way round it would be a way in. They
  are told so twice, before they begin, and once more where they would start afresh.
* Wrong words are slowed down, never locked out (`safety.md` §12): whoever wants to keep a child out
  cannot. Five tries in one session, then some minutes; another phone of theirs, or signing in anew,
  opens it meanwhile. Only whoever signs in again and again, and so knows the passphrase, meets the
  larger count of all sessions together, which bounds guessing. Whoever copies the database can try
  words for as long as they like, so a word has to be long, and argon2id is set to cost them much
  more than signing in does.
* An entry's day stands inside what is sealed, its key is drawn at random and its size is one of
  four: a row says neither when nor how much was written. That a person has a diary, and roughly how
  many entries, whoever reads the database sees. So does whoever can change the running program;
  we say so on the page.
* Nothing here is searched, exported, noted in the audit, looked through for words that worry, kept
  offline or given back on an error page (the field has a name of its own for that). The page says
  that nobody reads it, beside the numbers of people who listen.
* There are no pictures in it: they are large, and their size tells.
* What is sent twice is written once by the entry's own ref, which the form carries: a receipt would
  keep a hash of the words.
"""
