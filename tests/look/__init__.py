"""How the parts look, and that they hold together without the application."""
