"""Documents of the demo: the same every time, small, and good enough to be added by hand."""

from portal.demo import documents
from portal.uploads.pdfs import written_anew
from portal.uploads.pictures import drawn_anew


def test_they_are_what_they_say_and_small():
    told = [one for some in documents._TOLD.values() for one in some]
    picture = documents._picture(next(one for one in told if one.paper))
    assert picture == documents._picture(next(one for one in told if one.paper))
    assert drawn_anew(picture["whole"]).width == documents.SIZE[0]
    assert len(picture["whole"]) < 60_000
    pdf = documents._pdf(next(one for one in told if not one.paper))
    assert written_anew(pdf).pages == 1
    assert len(pdf) < 2_000
