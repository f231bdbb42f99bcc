"""The table is in a shared room: `who_looked` must know what is not told yet."""

from __future__ import annotations

from portal.opened.tables import Opening

__all__ = ["Opening"]
