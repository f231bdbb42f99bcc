"""A fault that comes again every second is told of once a minute."""

from __future__ import annotations

import logging
import threading
import time

CALM_SECONDS = 60


class Calm:
    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._quiet_until: dict[str, float] = {}

    def fault(self, what: str, code: str = "") -> None:
        """Log the exception that is being handled: its class and place only (`core.logs`)."""
        now = time.monotonic()
        with self._lock:
            if now < self._quiet_until.get(what + code, 0.0):
                return
            self._quiet_until[what + code] = now + CALM_SECONDS
        self._log.exception(what, extra={"code": code} if code else None)
