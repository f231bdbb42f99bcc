"""Passkeys: optional, several, never the only way in.

They stop somebody who has learnt the passphrase, not somebody whose finger is enrolled on the
phone. So each is listed with when and where it was added; adding and removing need a fresh sign-in
and are told to the other phones.
"""
