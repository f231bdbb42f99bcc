"""The next home before the day, questions about it, and what ends when a stay ends."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("moves", __name__)
