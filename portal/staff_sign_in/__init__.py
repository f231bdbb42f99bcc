"""Staff sign in at their council's own service (OpenID Connect), which says who they are, which
groups they are in and that there was a second factor. No passphrase of theirs is kept here.
"""
