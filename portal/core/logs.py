"""Logs: one JSON object a line, with allow-listed fields only. Never a path, a query, a body,
an address or a name: the route's own name says enough."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

# account_id: of the council's own staff only (`core.watch`). A young person leaves no trail here.
ALLOWED = ("route", "status", "code", "council_id", "account_id", "count", "seconds")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if not record.args else record.msg,
        }
        for name in ALLOWED:
            if name in record.__dict__:
                line[name] = record.__dict__[name]
        if record.exc_info and record.exc_info[0]:
            # The kind of error and where, not its text: that may hold what somebody wrote.
            line["error"] = record.exc_info[0].__name__
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            if trace is not None:
                code = trace.tb_frame.f_code
                line["where"] = f"{code.co_name}:{trace.tb_lineno}"
        return json.dumps(line)  # in ASCII: nothing can break the line or turn it round


def start(debug: bool) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    for name in ("alembic", "huey"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # These write secrets of a sign-in and addresses into their debug lines.
    for name in ("authlib", "requests", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)
