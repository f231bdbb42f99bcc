"""Routes of hand over."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("hand_over", __name__)
