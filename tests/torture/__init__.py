"""Web and worker processes killed at random moments while people write, on real databases.

Nothing here is pretended: gunicorn as `make run` starts it, the worker's own process, SIGKILL. Only
what the worker does is the test's: a pump that writes down each outbox row before it is marked as
done, and jobs that write down when they begin and end (`worker`). `python -m tests.torture` runs
it for long; `test_kills` for some seconds.
"""
