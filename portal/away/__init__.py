"""When staff are away, and who covers for them, so that no message waits for an empty desk."""
