"""Routes of keep in touch."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("keep_in_touch", __name__)
