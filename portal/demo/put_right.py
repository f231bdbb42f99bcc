"""What was wrong and put right in the stories: a complaint answered late that went on, a problem
that was sorted, something good and what came back."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from portal.clocks.days import load_holidays
from portal.core import clock
from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.rows import Rows
from portal.owed.tables import KeptFrom
from portal.put_right.complaints import rules
from portal.put_right.complaints.policy import SOURCE
from portal.put_right.complaints.rules import Outcome, State, What, When
from portal.put_right.complaints.tables import Complaint, ComplaintAnswer, ComplaintStep
from portal.put_right.good_news.rules import Tap
from portal.put_right.good_news.tables import GoodNews, GoodNewsTo
from portal.put_right.kinds import PROBLEM
from portal.say.rules import Answer, Found, Owner, Readers
from portal.say.rules import State as SaidState
from portal.say.tables import Said, SaidAnswer, SaidStep

_SENT, _LATE, _ANSWERED, _ASKED = 45, 26, 24, 3  # days ago


def tell(rows: Rows, cast: Cast) -> None:
    """After every story was told."""
    _complaint(rows, cast)
    _problem(rows, cast)
    _good(rows, cast)


def _at(cast: Cast, days_ago: int, hour: int = 15) -> datetime:
    wall = datetime.combine(cast.as_of - timedelta(days=days_ago), time(hour))
    return min(clock.at_wall(wall), cast.now)


def _complaint(rows: Rows, cast: Cast) -> None:
    """Keira complains about Dan. Grace answers late, and the lead has it, too. It goes on."""
    sent, asked = _at(cast, _SENT), _at(cast, _ASKED)
    here = {"council_id": cast.councils["riverbank"]}
    keira, grace, noor, dan = (cast.ids[key] for key in ("keira", "grace", "noor", "dan"))
    began, holidays = clock.today(asked), load_holidays()
    id = rows.add(
        Complaint, **here, ref=new_ref(), person_id=keira, language="en",
        text="Nobody told me that my flat was given to somebody else. I had told everyone at "
             "college. I found out from the landlord.",
        wanted="Tell me the truth when it happens. And a say in the next one.",
        about="", happened=When.YEAR.value, picture_id=None, voice_id=None, from_ref="",
        handler_id=grace, stage=2, state=State.LOOKING.value, made_at=sent, since=asked,
        until_on=None, due_on=rules.due_on(2, State.LOOKING, began, holidays),
        due_at=rules.late_from(2, State.LOOKING, began, holidays), panel_on=None,
        investigator="", independent="", over_at=None,
    )  # fmt: skip
    rows.add(KeptFrom, **here, source_kind=SOURCE, source_id=id, person_id=dan, at=sent)

    def step(what: What, by: int | None, days_ago: int, words: str = "", **more: Any) -> None:
        plain = {"stage": 1, "to_id": None, "day": None}
        rows.add(ComplaintStep, **here, complaint_id=id, what=what.value, by_id=by, words=words,
                 at=_at(cast, days_ago), **{**plain, **more})  # fmt: skip

    step(What.TAKEN, grace, _SENT - 1)
    step(What.FROZEN, grace, _SENT - 1,
         "No other flat is given away in your name until this is looked into.")  # fmt: skip
    step(What.WENT_ON, None, _LATE, to_id=noor)
    step(What.ANSWERED, grace, _ANSWERED)
    step(What.ASKED_ON, keira, _ASKED, "You say sorry, but not why nobody rang me.", stage=2)
    rows.add(
        ComplaintAnswer, **here, complaint_id=id, stage=1, outcome=Outcome.PARTLY.value,
        text="You should have heard it from us, and on the same day. I am sorry, also that this "
             "answer is late. The flat itself was the landlord's to give.",
        by_id=grace, at=_at(cast, _ANSWERED), late=True, promise_ref="",
        learned="Ring on the day on which an offer falls through.",
    )  # fmt: skip


def _problem(rows: Rows, cast: Cast) -> None:
    """Leo's problem, which his worker sorted."""
    leo, sam = cast.ids["leo"], cast.ids["sam"]
    here, said_at = {"council_id": cast.councils["riverbank"]}, _at(cast, 20)
    ref = new_ref()
    id = rows.add(
        Said, **here, ref=ref, person_id=leo, kind=PROBLEM, about_id=None, about_ref="", topic="",
        text="I have to leave football early every week for the taxi.\n\nWhat I want instead: "
             "The taxi comes when football is over.",
        language="en", face=None, symbols="", picture_id=None, voice_id=None, helped_by="",
        readers=int(Readers.WORKER), owner=Owner.WORKER.value, state=SaidState.DONE.value, turn=1,
        said_at=said_at, turn_at=said_at, answer_by=_at(cast, 18, 17), due_at=_at(cast, 18, 17),
    )  # fmt: skip
    rows.add(SaidStep, **here, said_id=id, what="read", by_id=sam, where_ref="", at=_at(cast, 19))
    rows.add(
        SaidAnswer, **here, said_id=id, turn=1, kind=Answer.DID.value,
        text="I rang the taxi. From this week on it comes at half past five on Thursdays.",
        by_id=sam, made_at=_at(cast, 18, 11), promise_ref="", found=Found.YES.value,
        found_text="Yes! We won, and I saw it.", found_at=_at(cast, 12),
    )  # fmt: skip


def _good(rows: Rows, cast: Cast) -> None:
    _shared(
        rows, cast, "jordan", 6, "I passed my theory test. Second go, 48 of 50!",
        {"dan": (Tap.PROUD.value, "")},
    )  # fmt: skip
    _shared(
        rows, cast, "mia", 2, "Thank you for the pancakes. And for not laughing.",
        {"sam": ("", ""), "ruth": ("", "You flipped the best one. Thank you, Mia.")},
    )  # fmt: skip


def _shared(
    rows: Rows, cast: Cast, key: str, days_ago: int, text: str, to: dict[str, tuple[str, str]]
) -> None:
    story = cast.stories.young[key]
    here = {"council_id": cast.council(story)}
    id = rows.add(
        GoodNews, **here, ref=new_ref(), person_id=cast.ids[key], text=text, language="en",
        picture_id=None, made_at=_at(cast, days_ago), taken_back_at=None,
    )  # fmt: skip
    for name, (tap, reply) in to.items():
        back = _at(cast, days_ago - 1) if tap or reply else None
        rows.add(GoodNewsTo, **here, news_id=id, to_id=cast.ids[name], tap=tap, reply=reply,
                 back_at=back)  # fmt: skip
