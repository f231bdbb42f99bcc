"""A diary that no adult can open."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("diary", __name__)
