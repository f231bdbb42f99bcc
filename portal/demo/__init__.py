"""The demo council: made-up people with believable lives, so that the portal can be tried.

Promise: nobody here is or was real. Names of councils, homes and schools are invented; telephone
numbers are from the ranges Ofcom keeps for drama; nothing is ever sent to them.

The stories are data (`stories/*.toml`), because people who write for a living should be able to
mend them. Every date is said relative to the day the demo is loaded for, so it never goes stale.
`bulk` makes any number of plainer people more, for measuring. Signing in by one tap exists only
here, only while every council is a demo one, and only on this computer (`routes`).
"""
