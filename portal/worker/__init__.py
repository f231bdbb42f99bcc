"""The worker process: does the jobs that rooms declared, and sends what the outbox holds."""
