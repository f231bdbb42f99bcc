"""How a picture or a voice is given out, once a room has said that this person may have it."""

from __future__ import annotations

from io import BytesIO

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

# Neutral, for whoever keeps it: nothing of whom it is or where it came from.
_NAMES = {
    "image/jpeg": "picture.jpg",
    "audio/webm": "voice.webm",
    "audio/ogg": "voice.ogg",
    "audio/mp4": "voice.m4a",
    "application/pdf": "document.pdf",
}


def give(data: bytes, mime: str) -> AnyResponse:
    """To be kept, never opened as a page: the policy that the frame puts round it
    (`headers.Kind.FILE`) lets nothing in it run. In parts where they are asked for, without which
    Safari plays nothing."""
    answer = Response(BytesIO(data), mimetype=mime)
    answer.content_length = len(data)
    answer.headers["Content-Disposition"] = f'attachment; filename="{_NAMES[mime]}"'
    return answer.make_conditional(request, accept_ranges=True, complete_length=len(data))
