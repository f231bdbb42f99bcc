"""Documents that are mine, kept through every move, and all of mine in one file."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("documents", __name__)
