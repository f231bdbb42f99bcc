"""Builds the application: `gunicorn app:app`, `flask --app app …`."""

from portal.core.settings import from_environment
from portal.site import create_app

app = create_app(from_environment())
