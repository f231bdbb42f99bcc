"""Routes of stops."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("stops", __name__)
