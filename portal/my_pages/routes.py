"""Pages the young person writes: about me, and what helps me when things are hard."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("my_pages", __name__)
