"""How news reaches somebody outside the app: push, e-mail, text message. The words are fixed and
say nothing; the notice in the app is the truth, and every way is derived from it.

What happens to one outbox row (`sending.drain`, a pump of the worker):
1. *Fan out* (`fan_out`): to each channel that the person chose for its topic, one `Delivery`, in
   the commit that marks the row as done. Not to whom nothing may be sent any more
   (`people.stops`), not to a closed account, not what they have looked at meanwhile. In their
   quiet hours the row waits. Several things within minutes make one delivery, as its words are
   the same.
2. *Send* (`sending`): a delivery is claimed for some minutes, sent outside any transaction, and
   the result is written. A worker that dies in between leaves a claim that runs out: then it is
   sent again. So everything is sent at least once; the phone shows it once, as each push message
   has a sign that the service worker remembers (`portal/offline/worker.js`).

Choices:
* A push message is `{"id": …}`, padded to one length, and sealed for the phone by pywebpush. The
  words came to the phone when it was signed up, in its owner's language, and are dropped at
  sign-out and quick exit. No words there: nothing is shown, and the phone takes itself off.
* A carer's *nickname* for a child does not travel either (safety: the payload is opaque). The
  message has a random mark beside its sign; which word that stands for, the carer's own phone was
  told when it was signed up or the page "How we tell you" was opened. We turned down sending the
  word itself: it would be sealed, but then what a push service stores would have a name in it that
  only a key keeps from others. E-mail and text messages lie with their providers for years, so
  they never say which child.
* A push way ends with its session: the row goes in the commit in which the session goes
  (`people.sessions.when_ended`), and whatever row were left is not used, as sending asks for the
  session each time.
* An endpoint is an address that an attacker may have written. It is read strictly, when it is
  kept and again when it is used (`rules.endpoint_problem`); the connection goes to an address that
  was looked at (`push`), to port 443, by TLS under the host's own name, and follows nothing.
* A code for one's own e-mail address or number is not kept, and no hash of it (six digits are
  guessed from a hash in a second): it is worked out from a random seed with the installation's
  key (`codes`), by the worker to send it and by the page to check it.
* `ALONGSIDE_PUSH_THROUGH` sends all push messages to a stand-in on this computer. It works in demo
  mode only, and `flask check` names it as a problem.

Law and guidance: none asks for notices. E23 of our research is why nicknames are there.
"""
