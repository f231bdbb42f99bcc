"""My pathway plan: goals, steps, skills, an early review, together on one phone, on paper."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("pathway", __name__)
