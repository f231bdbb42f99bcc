"""Measurements, never verdicts: what a page weighs, what it costs, how it grows.

`make bench` prints tables and writes bench.json. Every cost stands beside a yardstick measured in
the same run on the same machine (`floor.py`), because seconds alone say more about the machine
than about the code. Everything runs on loopback, for a bounded time.
"""
