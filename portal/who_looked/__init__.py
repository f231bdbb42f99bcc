"""Who looked at my information: the one page that reads the audit, in plain words."""
