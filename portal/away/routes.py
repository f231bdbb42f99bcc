"""Routes of away."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("away", __name__)
