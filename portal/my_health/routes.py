"""Health checks, their dates, and where my health history is."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("my_health", __name__)
