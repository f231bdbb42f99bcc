"""What the processes forked for tests have loaded before (`tests.servers`): all of the app."""

from tempfile import TemporaryDirectory

from portal.core.settings import from_environment
from portal.site import create_app

with TemporaryDirectory() as nowhere:
    create_app(from_environment({"ALONGSIDE_DATA": nowhere, "ALONGSIDE_DEMO": "1"}))
