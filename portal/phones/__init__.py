"""The phones and computers somebody is signed in on: unlock, see them, sign out of one or all."""
