"""Routes of worries."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("worries", __name__)
