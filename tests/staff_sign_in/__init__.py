"""Staff sign-in against a real, certified OpenID provider on loopback (`tests/provider`)."""
