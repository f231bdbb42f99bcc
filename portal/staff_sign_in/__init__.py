"""Staff sign in at their council's own service (OpenID Connect), which says who they are, which
groups they are in and that there was a second factor. No passphrase of theirs is kept here.

What it promises
* An account is found by the pair of issuer and subject, never by an address or a name. The first
  time it is tied to the one member of staff whom the council's own file names by the same verified
  e-mail address or code. Nobody else is guessed.
* The role comes from the council's groups, afresh at each sign-in. No group, no role: the
  membership ends and so does every session of it.
* Who is switched off at the council is signed out here: at once where the service tells us
  (OpenID Connect Back-Channel Logout 1.0), else after `recheck_minutes`, when they are sent to the
  service again. We keep no token of the service's, neither to ask with nor to leak.

Choices, and what was turned down
* The way back is a GET from another site, and here a GET changes nothing. So it only draws a page
  of ours with one button, pressed by a script where there is one; the POST from that page asks
  for the token and begins the session. `response_mode=form_post` would do without that page, but
  no SameSite=Lax cookie comes along with it, and without one an attempt is tied to no browser.
* What ties an attempt to a browser is a cookie of one random value with our mark on it. State,
  nonce and PKCE verifier are worked out from that value with our key, so that neither the browser
  nor a table has to hold them. It is good once (the ledger counts) and for a quarter of an hour.
* POST /staff/go answers with a page that goes on by itself, not with a redirect. Chromium holds
  every stop of a form's redirect against `form-action`, and a council's service often hands on to
  a second one whose address nobody here knows. So the policy stays as narrow as on all pages.
  The way to sign out over there is a plain link for the same reason.
* Sign-out over there names our client, not the ID token (`id_token_hint`): that would put a name
  and an address into a URL. The service asks once more instead.
"""
