"""Routes of channels."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("channels", __name__)
