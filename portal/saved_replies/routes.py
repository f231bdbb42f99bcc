"""Routes of saved replies."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("saved_replies", __name__)
