"""How a PDF is given out."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template
from werkzeug.wrappers import Response

from portal.core import frame, words
from portal.paper import actions
from portal.paper.rules import NoPaper

_NAME = "page.pdf"  # neutral, for whoever sees the list of downloads


def give_pdf(data: bytes, name: str = _NAME) -> Response:
    """To be kept, never opened as a page: the route's door says `file=True`. name: neutral."""
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def paper(template: str, title: str, **names: object) -> bytes:
    """A template that extends `layout/paper.html`, drawn in the reader's language; `title` is
    neutral. Raises NoPaper."""
    spoken = words.language()
    html = render_template(template, spoken=spoken, title=title, **names)
    return actions.pdf(html, spoken.tag, title)


def paper_or_word(draw: Callable[[], bytes], back: str) -> Response | tuple[str, int]:
    """What `draw` gives as a PDF, or a page that says how to print instead; `back` is the way to
    the page that was to be kept."""
    try:
        return give_pdf(draw())
    except NoPaper:
        return frame.draw("paper/none.html", back=back), 503
