"""What comes at each birthday, with dates, and what the council's words for me mean."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("timeline", __name__)
