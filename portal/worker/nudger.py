"""How a request says "there is work now": it leaves a note, and a thread hands it to the broker."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection
from typing import TYPE_CHECKING

from portal.core.settings import Settings
from portal.worker.calm import Calm

if TYPE_CHECKING:
    from portal.worker.queue import Queue

PAUSE_SECONDS = 0.05  # nudges of one process within this time become one

calm = Calm(logging.getLogger(__name__))


class Nudger:
    """Hands names of pumps to the broker, on a thread of its own: a request only leaves a note.

    The thread begins with the first note, so after the server has made its processes. A broker that
    is away holds nobody up.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._queue: Queue | None = None
        self._wanted: set[str] = set()
        self._lock = threading.Lock()
        self._note = threading.Event()
        self._thread: threading.Thread | None = None
        self._ends = False

    def __call__(self, names: Collection[str]) -> None:
        with self._lock:
            self._wanted.update(names)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="nudger", daemon=True)
                self._thread.start()
        self._note.set()

    def end(self) -> None:
        """No more notes: hand on what there is, and close the connection."""
        self._ends = True
        self._note.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._ends:
            self._note.wait()
            self._note.clear()
            with self._lock:
                wanted, self._wanted = self._wanted, set()
            try:
                for name in wanted:
                    self._opened().ask(name)
            except Exception:  # whatever it is, the pump finds its work by looking
                calm.fault("broker away")
            time.sleep(PAUSE_SECONDS)
        if self._queue is not None:
            self._queue.close()

    def _opened(self) -> Queue:
        if self._queue is None:
            from portal.worker.queue import Queue  # 8 MB that a web process may never need

            self._queue = Queue(self._settings)
        return self._queue
