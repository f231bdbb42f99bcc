"""Papers and steps, a plan for each answer, and whom they look for."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("staying", __name__)
