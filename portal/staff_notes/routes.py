"""Routes of staff notes."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("staff_notes", __name__)
