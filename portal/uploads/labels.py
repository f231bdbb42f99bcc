"""Why a picture or a voice cannot be taken, and what to do next."""

from __future__ import annotations

from portal.core.words import _
from portal.uploads.rules import MEGABYTE, PDF_BYTES, PICTURE_BYTES


def no_picture(why: str) -> str:
    words = {
        "heic": _(
            "Your phone kept this picture in its own way (HEIC), which others cannot see. Take a "
            "screenshot of it and send that. Or in your phone’s camera settings choose “Most "
            "compatible”, so that new pictures are JPEG."
        ),
        "kind": _("This is no picture that we can show. Send a JPEG or PNG, or take a screenshot."),
        "large": _(
            "This picture is too large. It can be up to %(most)s megabytes. Take a screenshot of "
            "it and send that.",
            most=PICTURE_BYTES // MEGABYTE,
        ),
        "pixels": _("This picture is too large to open. Take a screenshot of it and send that."),
    }
    broken = _("This picture cannot be opened. Take a screenshot of it and send that.")
    return words.get(why, broken)


def no_pdf(why: str) -> str:
    words = {
        "kind": _(
            "We can keep pictures (JPEG, PNG) and PDF files. Take a photo or a screenshot of this, "
            "or save it as a PDF."
        ),
        "large": _(
            "This file is too large. It can be up to %(most)s megabytes. Take a photo of the pages "
            "that matter.",
            most=PDF_BYTES // MEGABYTE,
        ),
        "locked": _("This PDF has a password. Open it, save it without one, and add that."),
        "pages": _("This PDF has more than 300 pages. Add the pages that matter."),
        "busy": _("A lot is being added just now. Please try again in a minute."),
    }
    return words.get(why, _("This PDF cannot be opened. Take a photo of it and add that."))


def no_voice(why: str) -> str:
    if why in ("large", "long"):
        return _("This recording is too long: up to 2 minutes. Please record it again.")
    return _("This recording cannot be played. Please record it again, or write.")


def one_at_a_time() -> str:
    return _("Send the picture and your voice in two messages, one after the other.")


def too_many() -> str:
    return _("That is a lot of pictures and voices in an hour. Send the others a little later.")
