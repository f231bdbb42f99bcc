"""Two who came here alone, with steps, papers and a plan for each answer; a move that is coming,
and a stay that ended yesterday, with days of grace."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from portal.core import clock
from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.rows import Rows
from portal.moves.rules import Said
from portal.moves.tables import HomePhoto, Move, MoveSaid, MoveStay
from portal.people.placements import ending
from portal.people.rules import Grant, Kind
from portal.people.tables import Connection
from portal.promises.tables import Promise, PromiseStep
from portal.staying.rules import PLAN_AREA
from portal.staying.tables import FieldGrant, StayingEntry

GRACE = 3
WIDE, HIGH = 480, 360  # pixels of a photo

# topic, key, days ago, who wrote it ("me", or a worker), what
_YUSUF: list[tuple[str, str, int, str, dict[str, Any]]] = [
    ("step", "welfare", 320, "omar", {"state": "done"}),
    ("step", "screening", 310, "omar", {"state": "done", "where": "Leila has the papers."}),
    ("step", "statement", 120, "omar", {"state": "waiting", "text": "Two meetings are done."}),
    ("step", "statement", 60, "omar",
     {"state": "done", "where": "Leila's office, and a copy with Omar.",
      "text": "It was read back to Yusuf in Arabic before he signed."}),
    ("step", "interview", 6, "omar",
     {"state": "booked", "in_days": 17, "hour": 10,
      "text": "Omar and Leila come, too. An interpreter from Sudan is there. Lunch is on Omar."}),
    ("step", "decision", 6, "omar", {"state": "not_yet"}),
    ("step", "age", 250, "omar", {"state": "not_mine"}),
    ("paper", "card", 300, "me", {"who": "My card with the photo", "state": "have",
                                  "where": "In the blue folder in my room."}),
    ("paper", "birth", 200, "omar", {"who": "Birth certificate", "state": "asked",
                                     "where": "Leila asks what can be done."}),
    ("paper", "school", 90, "me", {"who": "School report from home", "state": "need"}),
    ("helper", "solicitor", 300, "omar",
     {"who": "Leila", "phone": "01632 960160", "language": "Arabic, English", "gender": "any"}),
    ("helper", "interpreter", 40, "me",
     {"language": "Arabic", "dialect": "Sudanese", "gender": "man", "not_near": True}),
    ("outcome", "granted", 30, "omar",
     {"who": "Yusuf, Omar, Leila",
      "text": "Ask for a travel document. Open a bank account. Stay with Hassan and Samira. "
              "Go on with maths, then the course for electricians."}),
    ("outcome", "waiting", 30, "omar",
     {"who": "Yusuf and Omar",
      "text": "College and football go on. Omar asks Leila every month and tells Yusuf, "
              "also when there is nothing new."}),
    ("outcome", "refused", 30, "omar",
     {"who": "Leila and Omar",
      "text": "Ring Leila on the same day: there are only a few days to ask a judge. Yusuf stays "
              "where he lives. Omar comes that evening and explains it, with an interpreter."}),
    ("tracing", "", 300, "me", {"state": "ask_later"}),
    ("tracing", "", 100, "me", {"state": "yes", "text": "أختي آمنة. أريد أن أعرف هل هي بخير."}),
    ("mine", "faith", 90, "me", {"text": "أصلي، وأصوم رمضان. الجمعة مع حسن."}),
    ("mine", "food", 90, "me", {"text": "لا آكل لحم الخنزير. أحب الكسرة والملاح."}),
    ("mine", "language", 90, "me", {"text": "العربية السودانية، وقليل من الزغاوة."}),
    ("mine", "people", 80, "me", {"text": "محمد وإدريس. كانا معي في الطريق. لا تتصلوا بهما."}),
]  # fmt: skip
_SELAM: list[tuple[str, str, int, str, dict[str, Any]]] = [
    ("step", "welfare", 560, "me", {"state": "done"}),
    ("step", "screening", 550, "me", {"state": "done"}),
    ("step", "statement", 400, "me", {"state": "done"}),
    ("step", "interview", 200, "me", {"state": "done"}),
    ("step", "decision", 190, "me", {"state": "waiting"}),
    ("paper", "card", 300, "me", {"who": "Card", "state": "have", "where": "With me, always."}),
    ("helper", "solicitor", 300, "me", {"who": "Leila", "phone": "01632 960160"}),
    ("helper", "interpreter", 90, "me",
     {"language": "Tigrinya", "gender": "woman", "not_near": True}),
    ("outcome", "waiting", 60, "me", {"text": "I stay in the house. I go on with college."}),
    ("tracing", "", 300, "me", {"state": "no"}),
    ("mine", "food", 100, "me", {"text": "Injera on Sundays. No meat in the long fast."}),
]  # fmt: skip
_FACTS = {
    "who": "Margaret, who you know, and your brother Tyler. Margaret is 58 and sings in a choir.",
    "pets": "A dog called Biscuit. She is old and likes to be scratched behind the ears.",
    "room": "Your own room, next to Tyler's. It has a desk by the window and a lamp you can dim.",
    "food": "Margaret cooks at six. You choose on Thursdays. She knows about the peas.",
    "rules": "Shoes off at the door. Lights out at half past eight, a story before.",
    "school": "Your school stays the same one. Margaret drives you, it takes twelve minutes.",
    "family": "Grandad comes every Sunday, and you ring him every evening if you like.",
    "visit": "Yes: on Saturday for tea, with Sam.",
    "bring": "All of it. Sam brings boxes. The pumpkin comes, too.",
    "takes": "Sam and Grandad take you, after school.",
}


def tell(rows: Rows, cast: Cast) -> None:
    """After every story was told."""
    riverbank = cast.councils["riverbank"]
    for council in rows.of["council"]:
        if council["id"] == riverbank:
            council["grace_days"] = GRACE
    _papers(rows, cast, "yusuf", _YUSUF)
    _papers(rows, cast, "selam", _SELAM)
    _given(rows, cast)
    _promised(rows, cast)
    _move(rows, cast)
    _left(rows, cast)


def _at(cast: Cast, days_ago: int, hour: int = 15) -> datetime:
    wall = datetime.combine(cast.as_of - timedelta(days=days_ago), time(hour))
    return min(clock.at_wall(wall), cast.now)


def _papers(
    rows: Rows, cast: Cast, key: str, told: list[tuple[str, str, int, str, dict[str, Any]]]
) -> None:
    person_id = cast.ids[key]
    here = {"council_id": cast.councils["riverbank"], "person_id": person_id}
    papers: dict[str, str] = {}
    plain = {
        "state": "", "day": None, "wall": None, "who": "", "phone": "", "language": "",
        "dialect": "", "gender": "", "not_near": False, "where": "", "text": "",
    }  # fmt: skip
    for topic, name, days_ago, by, what in sorted(told, key=lambda one: -one[2]):
        said = dict(what)
        in_days, hour = said.pop("in_days", None), said.pop("hour", None)
        if in_days is not None:
            day = cast.as_of + timedelta(days=in_days)
            day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
            said |= {"day": day, "wall": datetime.combine(day, time(hour))}
        ref = new_ref()
        theirs = by == "me"
        rows.add(
            StayingEntry, **here, ref=ref, topic=topic,
            key=papers.setdefault(name, f"p{len(papers)}") if topic == "paper" else name,
            by_id=person_id if theirs else cast.ids[by], theirs=theirs, made_at=_at(cast, days_ago),
            **{**plain, **said},
        )  # fmt: skip


def _given(rows: Rows, cast: Cast) -> None:
    """Yusuf lets Omar see it; Selam nobody, so far."""
    yusuf, omar = cast.ids["yusuf"], cast.ids["omar"]
    for link in rows.of["connection"]:
        if link["of_id"] == yusuf and link["with_id"] == omar:
            link["grants"] |= int(Grant.IMMIGRATION)
    rows.add(
        FieldGrant, council_id=cast.councils["riverbank"], person_id=yusuf, with_id=omar,
        field=int(Grant.IMMIGRATION), by_id=yusuf, theirs=True, why="", also_after=False,
        given_at=_at(cast, 322),
    )  # fmt: skip


def _promised(rows: Rows, cast: Cast) -> None:
    here = {"council_id": cast.councils["riverbank"], "person_id": cast.ids["yusuf"]}
    omar, made = cast.ids["omar"], _at(cast, 30)
    promise_id = rows.add(
        Promise, **here, ref=new_ref(), owner_id=omar, owner_label="Omar",
        text="Ask the bank what you need for an account", area=PLAN_AREA, source_kind="staying",
        source_key="granted", due=cast.as_of + timedelta(days=12), made_at=made, state="coming",
        state_on=clock.today(made), state_note="",
    )  # fmt: skip
    rows.add(
        PromiseStep, council_id=here["council_id"], promise_id=promise_id, state="coming",
        by_id=omar, at=made, note="",
    )  # fmt: skip


def _move(rows: Rows, cast: Cast) -> None:
    """Mason goes to live with Margaret and his brother while Grandad's knee is mended."""
    mason, sam, day = cast.ids["mason"], cast.ids["sam"], cast.as_of + timedelta(days=9)
    here = {"council_id": cast.councils["riverbank"]}
    move_id = rows.add(
        Move, **here, ref=new_ref(), person_id=mason, day=day, **{"wifi": "", **_FACTS},
        where_to="4 Orchard Lane, Riverbank", made_by_id=sam, made_at=_at(cast, 5),
        changed_by_id=sam, changed_at=_at(cast, 2), end="", why_off="",
    )  # fmt: skip
    for words, drawn in (("Your room, with a window to the garden", _room()), ("Biscuit", _dog())):
        rows.add(
            HomePhoto, **here, ref=new_ref(), move_id=move_id, words=words, data=drawn, width=WIDE,
            height=HIGH, made_by_id=sam, made_at=_at(cast, 2),
        )  # fmt: skip
    stay = _link(rows, mason, cast.ids["ken"])
    before = {"left_before": stay.get("left_on"), "ends_before": stay["ends"]}
    stay.update(ending(day, GRACE, None, cast.as_of))
    rows.add(MoveStay, **here, move_id=move_id, connection_id=stay["id"], left_on=day, **before)
    plain = {"answer": "", "answered_by_id": None, "answered_at": None}
    for kind, text, days_ago, answer in (
        (Said.BRING, "my pumpkin", 4, ""),
        (Said.QUESTION, "Can Grandad have a key?", 3,
         "Yes. Margaret has one cut for him, and he may come whenever he likes."),
        (Said.WORRY, "who does the chips", 1, ""),
    ):  # fmt: skip
        answered = {"answer": answer, "answered_by_id": sam, "answered_at": _at(cast, days_ago - 1)}
        rows.add(
            MoveSaid, **here, ref=new_ref(), move_id=move_id, person_id=mason, kind=kind.value,
            text=text, said_at=_at(cast, days_ago, 17), **(answered if answer else plain),
        )  # fmt: skip


def _room() -> bytes:
    """Drawn here, in place of a photo: a bed, a lamp and a window."""
    return _drawn(
        "#f3e7d3",
        ("#b98b5e", (0, 270, WIDE, HIGH)), ("#8fc1e3", (60, 50, 200, 180)),
        ("#5b8c5a", (60, 150, 200, 180)), ("#ffffff", (127, 50, 133, 180)),
        ("#7a4e2d", (240, 200, 252, 310)), ("#3d6b8f", (250, 230, 450, 290)),
        ("#ffffff", (256, 212, 320, 240)), ("#f2c14e", (400, 110, 440, 150)),
    )  # fmt: skip


def _dog() -> bytes:
    return _drawn(
        "#dfeedd",
        ("#6aa05f", (0, 280, WIDE, HIGH)), ("#c98f4e", (130, 190, 330, 270)),
        ("#c98f4e", (300, 120, 390, 210)), ("#8a5a2b", (305, 105, 330, 165)),
        ("#8a5a2b", (365, 105, 388, 165)), ("#c98f4e", (140, 260, 165, 320)),
        ("#c98f4e", (295, 260, 320, 320)), ("#2b2b2b", (335, 150, 343, 158)),
        ("#2b2b2b", (378, 172, 392, 184)),
    )  # fmt: skip


def _drawn(ground: str, *blocks: tuple[str, tuple[int, int, int, int]]) -> bytes:
    sheet, out = Image.new("RGB", (WIDE, HIGH), ground), BytesIO()
    for colour, box in blocks:
        ImageDraw.Draw(sheet).rounded_rectangle(box, 8, fill=colour)
    sheet.save(out, "JPEG", quality=75)
    return out.getvalue()


def _left(rows: Rows, cast: Cast) -> None:
    """Amber stayed with Ruth for a week, until yesterday, while her own house was painted."""
    yesterday = cast.as_of - timedelta(days=1)
    amber, ruth = cast.ids["amber"], cast.ids["ruth"]
    rows.add(
        Connection, council_id=cast.councils["riverbank"], of_id=amber, with_id=ruth,
        kind=Kind.FOSTER_CARER.value, label="Ruth", does="You stayed with her for a week.",
        starts=cast.as_of - timedelta(days=8),
        grants=int(Grant.NAME | Grant.DATES | Grant.PLAN), granted_at=cast.now,
        **ending(yesterday, GRACE, None, cast.as_of),
    )  # fmt: skip


def _link(rows: Rows, of_id: int, with_id: int) -> dict[str, Any]:
    return next(
        link for link in rows.of["connection"]
        if (link["of_id"], link["with_id"]) == (of_id, with_id)
    )  # fmt: skip
