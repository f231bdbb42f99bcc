"""My school plan: my targets and my say."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("school", __name__)
