"""Documents of young people of the demo: pictures drawn and PDFs put together here, each the same
every time, some of them shown to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from portal.core import clock
from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.rows import Rows
from portal.documents.rules import Kind
from portal.documents.tables import Document
from portal.shares.rules import Thing, To
from portal.shares.tables import Share
from portal.uploads.rules import SMALL, What, fits
from portal.uploads.tables import Upload, UploadBytes


@dataclass(frozen=True)
class Told:
    """One document. days: ago. by: who put it in, if not themselves. show: "workers", "carers", or
    one of their people. lines: what stands on it, the first of them large. paper: its colour, of a
    picture; a PDF is white."""

    kind: Kind
    title: str
    days: int
    lines: tuple[str, ...]
    paper: str = ""
    by: str = ""
    show: tuple[str, ...] = ()


_TOLD: dict[str, tuple[Told, ...]] = {
    "mia": (
        Told(Kind.CERTIFICATE, "My swimming badge", 40,
             ("25 metres", "Mia swam it without stopping.", "Riverbank Pool"), "#bfe3f2",
             show=("carers", "workers")),
        Told(Kind.MEMORY, "The sea with Mum", 12, ("The sea", "and a very small crab"), "#f6e3b4"),
        Told(Kind.LETTER, "", 3, ("Dear Mia", "you start in the choir on Tuesday.", "Mr Osei"),
             by="sam"),
    ),
    "keira": (
        Told(Kind.HOME, "My tenancy", 400, ("Tenancy", "Flat 5, for Keira and Isla.",
                                            "No cooker comes with it.")),
    ),
    "amber": (
        Told(Kind.ID, "Birth certificate", 90, ("Copy of an entry of birth", "Amber"), by="omar"),
        Told(Kind.MEMORY, "Gravy asleep", 20, ("Gravy", "on my jumper, all day"), "#e8c9a0",
             show=("bex",)),
        Told(Kind.SCHOOL, "Art, Year 9", 8, ("Report: art", "Amber sees light and draws it."),
             show=("workers",)),
    ),
    "yusuf": (
        Told(Kind.SCHOOL, "شهادة الرياضيات", 60,
             ("Certificate", "Yusuf passed Entry Level 3 mathematics.", "Riverbank College"),
             "#e4efd8", show=("workers",)),
        Told(Kind.LETTER, "College: my timetable", 15,
             ("Timetable", "Monday to Thursday, 9 to 3:30", "Room B12"), by="omar"),
        Told(Kind.MEMORY, "أول يوم في الكلية", 14, ("First day",), "#d9d3ee"),
    ),
    "jordan": (
        Told(Kind.WORK, "Food hygiene, level 2", 200,
             ("Level 2 food hygiene", "Jordan passed on the first try."), "#f2d7c9",
             show=("dan",)),
        Told(Kind.HOME, "My tenancy", 120, ("Tenancy", "Flat 3. Keep this one.", "Page 1 of 1"),
             show=("workers",)),
        Told(Kind.MONEY, "", 30, ("Bank letter", "Your account is open."), by="dan"),
        Told(Kind.ID, "Provisional licence", 9, ("Provisional licence", "Jordan"), "#d7eadf"),
    ),
}  # fmt: skip
INK, SIZE = "#1d2433", (960, 640)


def tell(rows: Rows, cast: Cast) -> None:
    """After every story was told."""
    for key, all_told in _TOLD.items():
        story = cast.stories.young[key]
        person_id = cast.ids[key]
        here = {"council_id": cast.council(story), "person_id": person_id}
        for told in all_told:
            wall = datetime.combine(cast.as_of - timedelta(days=told.days), time(16, 5))
            at = min(clock.at_wall(wall), cast.now)
            by = cast.ids[told.by] if told.by else person_id
            ref = new_ref()
            rows.add(
                Document, **here, ref=ref, by_id=by, kind=told.kind.value, title=told.title,
                upload_id=_upload(rows, told, here, by, at), added_at=at, gone_at=None,
            )  # fmt: skip
            for one in told.show:
                group = one in set(To)
                rows.add(
                    Share, **here, thing=Thing.DOCUMENT.value, key=ref,
                    to=one if group else To.ONE.value,
                    with_id=None if group else cast.person(story, one),
                    given_at=min(at + timedelta(hours=1), cast.now),
                )  # fmt: skip


def _upload(rows: Rows, told: Told, here: dict[str, int], by: int, at: datetime) -> int:
    parts = _picture(told) if told.paper else {"whole": _pdf(told)}
    width, height = SIZE if told.paper else (None, None)
    upload_id = rows.add(
        Upload, **here, ref=new_ref(), by_id=by, kind="picture" if told.paper else "pdf",
        mime=(What.JPEG if told.paper else What.PDF).value, size=len(parts["whole"]), seconds=None,
        width=width, height=height, made_at=at,
    )  # fmt: skip
    for part, data in parts.items():
        rows.add(UploadBytes, council_id=here["council_id"], upload_id=upload_id, part=part,
                 data=data)  # fmt: skip
    return int(upload_id)


def _picture(told: Told) -> dict[str, bytes]:
    sheet = Image.new("RGB", SIZE, told.paper)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((30, 30, SIZE[0] - 30, SIZE[1] - 30), outline=INK, width=4)
    pen.ellipse((SIZE[0] - 210, SIZE[1] - 210, SIZE[0] - 80, SIZE[1] - 80), fill="#e9b44c",
                outline=INK, width=4)  # fmt: skip
    for number, line in enumerate(told.lines):
        place = (80, 110 + number * 110)
        pen.text(place, line, INK, ImageFont.load_default(36 if number else 72))
    small = sheet.resize(fits(*SIZE, SMALL), Image.Resampling.BILINEAR)
    return {"whole": _jpeg(sheet), "small": _jpeg(small)}


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=75)
    return out.getvalue()


def _pdf(told: Told) -> bytes:
    """One page of A5, written by hand: what makes PDFs would be loaded with the whole house."""
    written = "\n".join(
        f"BT /F1 {14 if number else 22} Tf 50 {500 - number * 40} Td ({line}) Tj ET"
        for number, line in enumerate(told.lines)
    )
    things = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(written)} >>\nstream\n{written}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = "%PDF-1.4\n", []
    for number, thing in enumerate(things, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{thing}\nendobj\n"
    begins = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"<< /Size {len(things) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 {len(things) + 1}\n0000000000 65535 f \n{begins}trailer\n{end}".encode(
        "ascii"
    )
