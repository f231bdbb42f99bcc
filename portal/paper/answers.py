"""How a PDF is given out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import current_app, render_template, request
from werkzeug.wrappers import Response

from portal.core import db, frame, ledger, words
from portal.core.languages import Language
from portal.paper import actions
from portal.paper.rules import AN_HOUR, HOUR, NoPaper

Given = Response | tuple[str, int] | tuple[str, int, dict[str, str]]
_NAME = "page.pdf"  # neutral, for whoever sees the list of downloads


def give_pdf(data: bytes, name: str = _NAME) -> Response:
    """To be kept, never opened as a page: the route's door says `file=True`. name: neutral."""
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def paper(template: str, title: str, *, spoken: Language | None = None, **names: object) -> bytes:
    """A template that extends `layout/paper.html`, drawn in the reader's language, or in `spoken`
    where it is for somebody else; `title` is neutral, and said by `later` then. Raises NoPaper."""
    spoken = spoken or words.language()
    with words.aside(spoken):
        said = str(title)
        html = render_template(template, spoken=spoken, title=said, **names)
    return actions.pdf(html, spoken.tag, said)


def paper_or_word(account_id: int, draw: Callable[[], bytes], back: str, now: datetime) -> Given:
    """What `draw` gives as a PDF, or a page that says how to print instead; `back` is the way to
    the page that was to be kept. One account is drawn so many in an hour; then the page says when
    there is the next, and nothing else of theirs is refused."""
    name = f"paper:{account_id}"
    counted = ledger.count_each(db.database(), [name], HOUR, now)[name]
    if counted.count > AN_HOUR:
        seconds = max(1, int((counted.again_at - now).total_seconds()))
        page = frame.draw("paper/wait.html", back=back, at=counted.again_at)
        return page, 429, {"Retry-After": str(seconds)}
    try:
        return give_pdf(draw())
    except NoPaper:
        current_app.logger.warning("no paper", exc_info=True, extra={"route": request.endpoint})
        return frame.draw("paper/none.html", back=back), 503
