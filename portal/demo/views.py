"""What young people of the demo said before a meeting, and what became of it: sheets that are begun
or sent, with faces, a drawing, wishes; read, answered, and one answer that did not answer it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from portal.core import clock
from portal.core.ids import new_ref
from portal.core.languages import offered
from portal.core.words import speaking
from portal.demo.cast import Cast, calendar_of
from portal.demo.rows import Rows
from portal.demo.stories import Table
from portal.my_views import labels
from portal.my_views.rules import Occasion, Wishes
from portal.my_views.tables import ViewPart, ViewSheet
from portal.owed.answering import answer_clock
from portal.say.rules import DEFAULT_READERS, Answer, Event, Found, Readers, owner_of, state_after
from portal.say.tables import Said, SaidAnswer, SaidStep
from portal.uploads.rules import SMALL, What, fits
from portal.uploads.tables import Upload, UploadBytes

KIND = "view"


@dataclass(frozen=True)
class Became:
    """by: who answered, so many days ago. found: what they said of it the day after."""

    by: str
    days: int
    kind: Answer
    text: str
    found: Found | None = None
    found_text: str = ""


@dataclass(frozen=True)
class Part:
    """read: who read it, and how many days ago. readers: None: as the sheet."""

    heading: str
    text: str = ""
    face: int | None = None
    symbols: tuple[str, ...] = ()
    drawn: bool = False
    silent: str = ""
    readers: Readers | None = None
    read: tuple[str, int] | None = None
    became: Became | None = None


@dataclass(frozen=True)
class Told:
    """days: ago, when it was begun, or sent."""

    occasion: Occasion
    days: int
    sent: bool
    parts: tuple[Part, ...]
    pictures: bool = False
    helped_by: str = ""
    wishes: Wishes = field(default_factory=Wishes)


_TOLD: dict[str, tuple[Told, ...]] = {
    "leo": (
        Told(
            Occasion.ANY, 20, True,
            (
                Part("feel", face=4, symbols=("calm", "loved"), drawn=True, read=("sam", 19),
                     became=Became("sam", 18, Answer.DID, "I am glad. I put your picture up over "
                                   "my desk. I see it each morning.", Found.YES)),
                Part("change", "I want a lamp. It is too dark at night.", 2, ("home", "time"),
                     read=("sam", 19),
                     became=Became("sam", 18, Answer.DID, "Ruth and I bought you a lamp that looks "
                                   "like a moon. It stands by your bed.", Found.YES,
                                   "It is a good lamp")),
                Part("worry", "", silent="unknown"),
            ),
            pictures=True, helped_by="Ruth",
        ),
        Told(
            Occasion.CARE, 1, False,
            (
                Part("feel", face=4, symbols=("proud",)),
                Part("home", "The dog next door is my friend.", 5, ("pets", "room")),
            ),
            pictures=True, helped_by="Ruth",
        ),
    ),
    "mia": (
        Told(
            Occasion.CARE, 2, True,
            (
                Part("feel", face=4, symbols=("calm", "proud"), read=("helen", 1)),
                Part("home", "I like it at Ruth's. I want a desk of my own for homework.", 4,
                     ("room", "quiet"), read=("sam", 1)),
                Part("change", "I want Kai to stay over. Everybody says soon, and nobody says "
                     "when.", 2, ("family", "time"), readers=Readers.IRO),
                Part("health", silent="unknown"),
            ),
            wishes=Wishes(there="Ruth", place="At Ruth's, not at school", time="After four",
                          takes_part="come", chair="partly", alone="yes"),
        ),
    ),
    "amber": (
        Told(
            Occasion.ANY, 7, True,
            (
                Part("change", "I want to see Wren more. Every week, not every month.", 2,
                     ("more", "family"), read=("omar", 6),
                     became=Became("omar", 2, Answer.WHY_NOT, "Wren lives two hours away, and has "
                                   "school on the same days as you. I asked her carer for more "
                                   "calls, and she said yes.", Found.PARTLY,
                                   "Calls are good. But what about the holidays?")),
            ),
        ),
    ),
    "yusuf": (
        Told(
            Occasion.ANY, 1, True,
            (
                Part("feel", "أنام أفضل الآن، لكنني أفكر كثيرًا في أمي.", 3, ("mixed",),
                     read=("omar", 0)),
                Part("worry", "متى أعرف شيئًا عن طلبي؟ لا أحد يقول لي موعدًا.", 2, ("papers", "time"),
                     readers=Readers.IRO),
            ),
            wishes=Wishes(interpreter="yes", spoken="العربية، من السودان"),
        ),
    ),
}  # fmt: skip


def tell(rows: Rows, cast: Cast) -> None:
    """After every story was told."""
    for key, all_told in _TOLD.items():
        story = cast.stories.young[key]
        for told in all_told:
            _sheet(rows, cast, story, told)


def _at(cast: Cast, days: int, hour: int) -> datetime:
    wall = datetime.combine(cast.as_of - timedelta(days=days), time(hour, 10))
    return min(clock.at_wall(wall), cast.now)


def _sheet(rows: Rows, cast: Cast, story: Table, told: Told) -> None:
    here = {"council_id": cast.council(story)}
    person_id, language = cast.ids[story["key"]], story.get("language", "en")
    at = _at(cast, told.days, 16)
    about = _review(rows, cast, person_id) if told.sent and told.occasion is Occasion.CARE else ""
    sheet_id = rows.add(
        ViewSheet, **here, person_id=person_id, ref=new_ref(), occasion=told.occasion.value,
        about_ref=about, pictures=told.pictures, helped_by=told.helped_by,
        readers=int(DEFAULT_READERS), begun_at=at, changed_at=at,
        sent_at=at if told.sent else None, **vars(told.wishes),
    )  # fmt: skip
    for part in told.parts:
        picture_id = _drawing(rows, here, person_id, at) if part.drawn else None
        rows.add(
            ViewPart, **here, sheet_id=sheet_id, heading=part.heading, text=part.text,
            language=language, face=part.face, symbols=",".join(part.symbols), silent=part.silent,
            readers=None if part.readers is None else int(part.readers), picture_id=picture_id,
            voice_id=None, changed_at=at,
        )  # fmt: skip
        if told.sent and not part.silent:
            _said(rows, cast, story, told, part, (sheet_id, about), picture_id, at)
    if told.sent and told.wishes.any:
        with speaking(offered(language)):
            text = labels.wishes_text(told.wishes)
        _said(rows, cast, story, told, Part(labels.WISHES, text), (sheet_id, about), None, at)


def _review(rows: Rows, cast: Cast, person_id: int) -> str:
    """The ref of their next review."""
    coming = [
        row for row in rows.of["review"]
        if row["person_id"] == person_id and row["state"] == "coming"
        and row["wall"].date() >= cast.as_of
    ]  # fmt: skip
    if not coming:
        return ""
    return str(min(coming, key=lambda row: row["wall"]).setdefault("ref", new_ref()))


def _said(
    rows: Rows, cast: Cast, story: Table, told: Told, part: Part, about: tuple[int, str],
    picture_id: int | None, at: datetime,
) -> None:  # fmt: skip
    """about: the sheet (key), and the ref of the review that it is for."""
    here = {"council_id": cast.council(story)}
    council = cast.stories.councils[story["council"]]
    became, readers = part.became, part.readers or DEFAULT_READERS
    found_at = _at(cast, became.days - 1, 17) if became and became.found else None
    asks = became is not None and became.found in (Found.PARTLY, Found.NO)
    turn_at = found_at if asks and found_at else at
    calendar = calendar_of(council)
    told_by = answer_clock(turn_at, council["reply_days"], calendar, calendar)
    events = [Event("read")] if part.read else []
    if became:
        events += [Event("answered"), *([Event(became.found.value)] if became.found else ())]
    state, turn = state_after(events)
    said_id = rows.add(
        Said, **here, ref=new_ref(), person_id=cast.ids[story["key"]], kind=KIND,
        about_id=about[0], about_ref=about[1], topic=part.heading, called="", text=part.text,
        language=story.get("language", "en"), face=part.face, symbols=",".join(part.symbols),
        picture_id=picture_id, voice_id=None, helped_by=told.helped_by, readers=int(readers),
        owner=owner_of(readers).value, state=state.value, turn=turn, said_at=at, turn_at=turn_at,
        answer_by=told_by.told, due_at=told_by.due,
    )  # fmt: skip
    if part.read:
        who, days = part.read
        rows.add(SaidStep, **here, said_id=said_id, what="read", by_id=cast.ids[who], where_ref="",
                 at=_at(cast, days, 9))  # fmt: skip
    if became:
        rows.add(
            SaidAnswer, **here, said_id=said_id, turn=1, kind=became.kind.value, text=became.text,
            by_id=cast.ids[became.by], made_at=_at(cast, became.days, 11), promise_ref="",
            found=became.found.value if became.found else "", found_text=became.found_text,
            found_at=found_at,
        )  # fmt: skip


SIZE = (800, 600)
_INK = "#1b2130"


def _drawing(rows: Rows, here: dict[str, int], person_id: int, at: datetime) -> int:
    """A house, a dog and the sun, as a child draws them."""
    sheet = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(sheet)
    pen.ellipse((620, 50, 740, 170), fill="#fbc959")
    for x1, y1, x2, y2 in ((600, 110, 560, 110), (640, 180, 610, 220), (680, 190, 680, 240)):
        pen.line((x1, y1, x2, y2), fill="#fbc959", width=14)
    pen.line((160, 520, 160, 300, 420, 300, 420, 520, 160, 520), fill="#8a5a33", width=14)
    pen.line((130, 310, 290, 170, 450, 310), fill="#d8352a", width=16)
    pen.rectangle((260, 400, 320, 520), outline="#2a7fd0", width=12)
    pen.line((40, 530, 770, 530), fill="#3a9d5d", width=16)
    pen.arc((520, 440, 640, 520), 0, 360, fill=_INK, width=12)
    pen.ellipse((620, 410, 690, 480), outline=_INK, width=12)
    for x in (540, 575, 605, 625):
        pen.line((x, 510, x, 540), fill=_INK, width=12)
    pen.line((522, 470, 490, 430), fill=_INK, width=12)
    small = sheet.resize(fits(*SIZE, SMALL), Image.Resampling.BILINEAR)
    parts = {"whole": _jpeg(sheet), "small": _jpeg(small)}
    upload_id = rows.add(
        Upload, **here, person_id=person_id, ref=new_ref(), by_id=person_id, kind="picture",
        mime=What.JPEG.value, size=len(parts["whole"]), seconds=None, width=SIZE[0],
        height=SIZE[1], made_at=at,
    )  # fmt: skip
    for part, data in parts.items():
        rows.add(UploadBytes, **here, upload_id=upload_id, part=part, data=data)
    return upload_id


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=75)
    return out.getvalue()
