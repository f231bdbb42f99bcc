"""The agenda and what is owed, made afresh from the rooms that own the facts.

Done after an import, each night, and by `flask rebuild` at any time: when all is well it changes
nothing, because every room writes the same rows in the commit of its own change.
"""

from portal.rebuild.build import Changes, beside, rebuild, rebuild_beside

__all__ = ["Changes", "beside", "rebuild", "rebuild_beside"]
