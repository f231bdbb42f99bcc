"""My school plan: my targets and my say."""
