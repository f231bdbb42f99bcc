"""What must not be shown, written so that it is known wherever it turns up.

`SENSITIVE` holds a rule for each column whose words could harm somebody: to whom they may be
shown. Everything else is in `PLAIN`, with the reason. A new column stands in one of the two, or
the test of completeness fails.

A marker is `mk` and ten letters and digits; a telephone number is one of those set aside for
plays; a birthday is a day that nothing else happened on; a hash is itself.
"""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, LargeBinary

from portal.core.access import Role
from portal.people.rules import Grant
from tests.matrix import facts
from tests.matrix.facts import AREAS, MEMBERS, WHOLE_PLANS, barred, granted, those_granted

if TYPE_CHECKING:
    from tests.matrix.world import World

G = Grant
Keys = frozenset[str]
NOT_SIGNED_IN = ""
Rule = Callable[["World", str, Mapping[str, Any]], Keys]
LENGTH = 12
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True)
class Marker:
    """One word of somebody's record. owner: whose; shown_to: to whom it may be shown."""

    text: str
    column: str
    owner: str
    shown_to: Keys

    def __str__(self) -> str:
        return f"{self.column} of {self.owner}"


@dataclass
class Markers:
    """Every marker of a world. part: the (kind, area) of the plan part that is being written;
    None for one that nobody reads any more."""

    known: dict[str, Marker] = field(default_factory=dict)
    columns: set[str] = field(default_factory=set)
    raw: dict[bytes, Marker] = field(default_factory=dict)
    part: tuple[str, str] | None = None
    _phones: int = 0
    # A seed, so that a run can be repeated; nothing here is a secret.
    _random: random.Random = field(default_factory=lambda: random.Random("matrix"))

    def keep(self, text: str, column: str, owner: str, shown_to: Keys) -> Marker:
        """`text` itself is the marker."""
        made = self.known[text] = Marker(text, column, owner, shown_to)
        self.columns.add(column)
        return made

    def new(self, column: Column[Any], owner: str, shown_to: Keys) -> str | bytes:
        """A value for this column that stands nowhere else."""
        name = f"{column.table.name}.{column.name}"
        if column.name.endswith("phone"):
            self._phones += 1
            assert self._phones < 1000, "no more numbers are set aside for plays"
            number = f"020 7946 0{self._phones:03}"
            self.keep(number.replace(" ", ""), name, owner, shown_to)
            return number
        text = "mk" + "".join(self._random.choices(_LETTERS, k=LENGTH - 2))
        made = self.keep(text, name, owner, shown_to)
        if isinstance(column.type, LargeBinary):
            value = text.encode()
            self.raw[base64.urlsafe_b64encode(value).rstrip(b"=")] = made
            self.raw[base64.b64encode(value).rstrip(b"=")] = made
            return value
        length = getattr(column.type, "length", None)
        assert length is None or length >= LENGTH, f"{name} is too short for a marker"
        return text.ljust(22, "0") if column.name == "ref" else text

    def new_day(self, day: date, column: str, owner: str, shown_to: Keys) -> None:
        for form in (day.isoformat(), f"{day.day} {day:%B} {day.year}", f"{day:%d/%m/%Y}"):
            self.keep(form, column, owner, shown_to)

    def one(self, column: str, owner: str = "sam") -> Marker:
        """Some marker of this column, in this record."""
        of_it = (m for m in self.known.values() if (m.column, m.owner) == (column, owner))
        return next(of_it)

    def in_(self, sent: bytes) -> set[Marker]:
        """Every marker in these bytes, however it is written there."""
        text = sent.decode("utf-8", "replace").replace("\u00ad", "").replace("&shy;", "")
        found = {self.known[form] for form in _forms(text) if form in self.known}
        found |= {made for form, made in self.raw.items() if form in sent}
        return found


# Each begins with something that is quickly looked for: every byte that is sent goes through here.
_MARKER = re.compile(r"mk[a-z0-9]{10}")
_PHONE = re.compile(r"020(?: |%20|\+)?7946(?: |%20|\+)?0\d{3}")
_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_BIRTH_YEAR = re.compile(r"20[01]\d")
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\b\d\d/\d\d/\d{4}\b")


def _forms(text: str) -> Iterable[str]:
    lowered = text.lower()
    yield from _MARKER.findall(lowered)
    for found in _PHONE.findall(text):
        yield re.sub(r"\D", "", found.replace("%20", ""))
    yield from _HASH.findall(lowered)
    if _BIRTH_YEAR.search(text):
        yield from _DAY.findall(text)


# --- to whom it may be shown -------------------------------------------------------------------


def nobody(_world: World, _owner: str, _row: Mapping[str, Any]) -> Keys:
    """To nobody at all: no page needs it."""
    return frozenset()


def themselves(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    return frozenset({owner})


def to(grant: Grant) -> Rule:
    """To the young person, and to whoever was granted all of this."""
    return lambda _world, owner, _row: those_granted(grant, owner)


def the_council(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """To whoever is signed in to this council."""
    return facts.those_in(MEMBERS[owner].council)


def whoever_it_is(_world: World, _owner: str, _row: Mapping[str, Any]) -> Keys:
    """On the open pages of Help: anybody, signed in or not."""
    return frozenset({NOT_SIGNED_IN, *MEMBERS})


def who_meet(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """A name: to those who meet this person on some page."""
    return facts.those_who_meet(owner)


def who_hear(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """The name somebody goes by."""
    return facts.those_who_hear(owner)


def who_decide(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """Who must not know: to those who decide it, of nobody whom they must not know of."""
    other = world.key_of(row["other_id"])
    return frozenset(k for k in facts.those_who_decide(owner) if not barred(other, k))


def who_are_led_to(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """To those who meet this person, or are led to them from a list."""
    return (
        facts.those_who_meet(owner) | facts.those_who_are_led_to(owner) | facts.colleagues_of(owner)
    )


def who_choose(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """The full name and job of a worker: also to their colleagues, who say who covers for whom, and
    to whoever may choose who takes over."""
    shown = facts.those_who_meet(owner) | facts.colleagues_of(owner)
    return shown if owner in facts.YOUNG else shown | facts.those_who_are_led_to(owner)


def who_stop(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    return facts.those_who_decide(owner)


def who_hand_over(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    return facts.those_who_see_hand_overs(owner)


def who_is_told_of_it(_world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """What is said to the young person: to them, too, once it is agreed."""
    told = {owner} if row.get("agreed_at") is not None else set()
    return facts.those_who_see_hand_overs(owner) | told


def who_see_it(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """What was opened, and why."""
    adult = row.get("adult_id")
    return facts.those_who_see_openings(owner, world.key_of(adult) if adult else None)


def words_between(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """MESSAGES; and whoever looks into an adult's messages, as two of them agreed."""
    return those_granted(G.MESSAGES, owner) | facts.those_who_look_into(owner)


def talk_ref(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """The young person's own conversation, or a carer's about them."""
    if row["writer_id"] == world.ids[owner]:
        return those_granted(G.MESSAGES, owner)
    return facts.those_with_the_carer(owner)


def first_words(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """What was changed or taken back: to whoever was granted MESSAGES, never to the young person
    again; and to those who look into an adult's messages."""
    granted_it = those_granted(G.MESSAGES, owner) - {owner}
    return granted_it | facts.those_who_look_into(owner)


def who_writes(world: World, _owner: str, row: Mapping[str, Any]) -> Keys:
    """Theirs alone."""
    return frozenset({world.key_of(row["person_id"])})


def who_call(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    return facts.those_who_call(owner)


def the_young_person(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """The young person's own words for somebody, unless they must not know of that person."""
    other = world.key_of(row["with_id"])
    right = row["council_id"] == world.councils[MEMBERS[owner].council]
    return frozenset({owner}) if right and not barred(other, owner) else frozenset()


def family_time(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """FAMILY; and whoever must not know of the other one is not shown it either."""
    shown = those_granted(G.FAMILY, owner)
    other = row.get("with_id")
    if other is None:
        return shown
    return frozenset(key for key in shown if not barred(world.key_of(other), key))


def plan_part(world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """What its plan and its area need; of a version that is over, the young person alone, who
    reads what it said over time."""
    if world.markers.part is None:
        return frozenset({owner})
    kind, area = world.markers.part
    return those_granted(G.PLAN | WHOLE_PLANS[kind] | AREAS[area], owner)


def who_sat(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """The two who changed a plan together, while the adult may read it."""
    adult = world.key_of(row["adult_id"])
    return frozenset({owner, adult} if G.NAME | G.PLAN in granted(adult, owner) else {owner})


def who_answer_early(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """The young person, and their workers who were granted the plan."""
    return frozenset({owner} | {k for k in MEMBERS if facts.works_on_plan(k, owner)})


REVIEWS = to(G.DATES | G.REVIEWS)


def the_letter(_world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """A draft: those who write it. What is published: the young person, who reads reviews,
    and to whom they show it."""
    if row.get("published_at") is None:
        return facts.those_who_write_letters(owner)
    return those_granted(G.DATES | G.REVIEWS, owner) | facts.those_who_are_shown(owner)


def the_challenge(world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """What an officer does not agree with: as their reviews, and whoever was asked."""
    asked = facts.worker_of(owner)
    near = {asked} if G.NAME in granted(asked, owner) else set()
    return those_granted(G.DATES | G.REVIEWS, owner) | near


def who_agree_to_files(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Who oversees the council of whoever asked."""
    here = MEMBERS[owner].council
    return frozenset(k for k in MEMBERS if facts.oversees(k) and MEMBERS[k].council == here)


def talk_alone(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Where they talk alone: the two of them."""
    return frozenset({owner} | {key for key in MEMBERS if facts.talks_alone(key, owner)})


def draft_words(_world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """Those who write this part."""
    return facts.those_who_write(owner, WHOLE_PLANS[row["kind"]] | AREAS[row["area"]])


def typed_words(world: World, _owner: str, row: Mapping[str, Any]) -> Keys:
    """Whoever typed them, alone."""
    return frozenset({world.key_of(row["by_id"])})


def who_wrote(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    return facts.those_who_write(owner)


def of_the_mistake(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    return facts.those_who_read_what_was_taken_back(owner)


def who_took_it(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    return of_the_mistake(world, owner, row) | {owner}


def who_published(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """With the plan; of a version that was taken back also with the record of it."""
    shown = those_granted(G.PLAN, owner)
    return shown | of_the_mistake(world, owner, row) if row.get("recalled_at") else shown


WRITTEN = (
    "need", "official", "child_need", "child", "teen_need", "teen", "adult_need", "adult", "who",
    "by_when", "change_note", "promise",
)  # fmt: skip


def promise(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """What the part it came from needs, every grant where it came from none; and whoever made it,
    for as long as they reach the young person."""
    area = row["area"]
    shown = those_granted(G.PLAN | AREAS[area] if area else facts.ALL, owner)
    maker = world.key_of(row["owner_id"])
    return shown | {maker} if G.NAME in granted(maker, owner) else shown


def step_of_promise(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """As the promise that it happened to."""
    return promise(world, owner, world.promises[row["promise_id"]])


def who_reads_the_wishes(_world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """How they want a meeting to be: theirs until it is sent; then read by who runs their review
    and by whoever reads their messages, as they chose."""
    if row["sent_at"] is None:
        return frozenset({owner})
    return frozenset({owner}) | facts.those_who_read_wishes(owner)


def who_see_the_card(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    return facts.those_who_see_the_card(owner)


def own_line(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """A line of their own: to whoever was granted that part; one that was changed, to them."""
    return frozenset({owner}) if row["ended_at"] else of_the_part(owner, row["kind"], row["area"])


def of_the_part(owner: str, kind: str, area: str) -> Keys:
    if kind == "question":
        return those_granted(G.PLAN | G.REASONS, owner)
    return those_granted(G.PLAN | WHOLE_PLANS[kind] | AREAS[area], owner)


def what_was_said(_world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """To staff who were granted that part, and to whoever answers their messages; never a carer."""
    shown = of_the_part(owner, row["kind"], row["area"]) | those_granted(G.MESSAGES, owner)
    return frozenset(k for k in shown if k == owner or MEMBERS[k].role in facts.COLLEAGUES)


def read_by_chosen(_world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """What they said: to those whom they chose."""
    return facts.those_who_read_said(owner, row["readers"], row["owner"])


def of_complaint(world: World, _owner: str, row: Mapping[str, Any]) -> Keys:
    """The young person, and whoever deals with it."""
    return world.complaints[row.get("complaint_id") or row["id"]]


def of_claim(_world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """What was not sent is theirs alone."""
    if row.get("state") == "draft":
        return frozenset({owner})
    return facts.those_who_read_claims(owner)


def of_register(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """What the council learned from it, without a name: to whoever deals with complaints, save whom
    it is about; never to the young person."""
    about = world.complaints_about[row["complaint_id"]]
    here = (m for m in facts.PEOPLE if m.council == MEMBERS[owner].council and m.role)
    return frozenset(m.key for m in here if facts.oversees(m.key) and m.key != about)


def of_good_news(world: World, _owner: str, row: Mapping[str, Any]) -> Keys:
    return world.good_news[row.get("news_id") or row["id"]]


def reads_decision(_world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    return facts.those_who_read_decision(
        owner, Grant(row["needs"]), row["carer_may"], row["told_at"] is not None
    )


def step_of_decision(world: World, _owner: str, row: Mapping[str, Any]) -> Keys:
    """What it said before: to them, and to those who write it."""
    return world.decisions[row["decision_id"]]


def answer_to_chosen(world: World, _owner: str, row: Mapping[str, Any]) -> Keys:
    return world.views[row["said_id"]]


def what_was_answered(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    return world.said[row["response_id"]]


def staff_who_read(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Never the young person: staff to whom MESSAGES was granted."""
    return facts.staff_who_read(owner)


def who_see_the_worry(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    return facts.those_who_see_worries(owner)


def who_use_the_reply(_world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """Its owner; of the council's, whoever writes to young people, and editors."""
    if row.get("owner_id") is not None:
        return frozenset({owner})
    users = (*facts.COLLEAGUES, Role.EDITOR)
    return frozenset(k for k in facts.those_in(MEMBERS[owner].council) if MEMBERS[k].role in users)


def who_keep_hours(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Staff who set when the council answers."""
    here = facts.those_in(MEMBERS[owner].council)
    return frozenset(k for k in here if MEMBERS[k].role in facts.KEEPERS)


def who_change_the_leave(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Whoever is away, and every manager."""
    here = facts.those_in(MEMBERS[owner].council)
    return frozenset(k for k in here if MEMBERS[k].role is Role.MANAGER) | {owner}


def who_see_news(world: World, _owner: str, row: Mapping[str, Any]) -> Keys:
    """What news says: to whom it went, and to those who wrote and oversee it. A draft: to its
    writer."""
    return world.news[row["id"]].young | world.news[row["id"]].staff


def who_see_it_sent(world: World, _owner: str, row: Mapping[str, Any]) -> Keys:
    """Where it stands for those who wrote and oversee it; each young person has another address."""
    return world.news[row["id"]].staff


def who_has_the_copy(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """Whose copy it is, and who reads their answers."""
    return frozenset({owner, world.news[row["news_id"]].named})


def who_read_the_answers(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    return frozenset({owner, world.news[world.copies[row["to_id"]]].named})


def who_write_to_groups(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """Whoever writes news, and who is in it."""
    return facts.those_of(MEMBERS[owner].council, facts.WRITERS) | world.members[row["id"]]


def who_see_the_group(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Young people of its ages, who runs it, who makes groups."""
    return facts.young_and_keepers(MEMBERS[owner].council) | {facts.runs_groups(owner)}


def who_run_the_group(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Who runs it, who makes groups."""
    keepers = facts.those_of(MEMBERS[owner].council, facts.KEEP_GROUPS)
    return keepers | {facts.runs_groups(owner)}


def who_are_told_where(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """Besides those: who is in it."""
    group = row.get("group_id", row["id"])
    return who_run_the_group(world, owner, row) | world.members[group]


def of_that_date(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Whoever said it, and who runs the group."""
    return frozenset({owner, facts.runs_groups(owner)})


def who_read_the_board(_world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """Everybody of the council who helps, or is helped, and who writes it; what is for carers, no
    young person. What was taken down, or nobody agreed on: those who write it."""
    seen = row.get("closed_at") is None and row.get("agreed_at") is not None
    reads = facts.READ_THE_BOARD if seen else facts.KEEP_GROUPS
    not_for = {Role.YOUNG} if row["audience"] == "carers" else set()
    return facts.those_of(MEMBERS[owner].council, reads - not_for)


def who_keep_these(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Words that somebody has to agree on, and what was done: those who write them."""
    return facts.those_of(MEMBERS[owner].council, facts.KEEP_GROUPS)


def where_it_is(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """Where only young people meet: nobody but whoever wrote it, as those who run it tell whoever
    comes."""
    keepers = facts.those_of(MEMBERS[owner].council, facts.KEEP_GROUPS)
    only_young = row["sort"] in ("mentor", "club", "group") or (
        row["sort"] == "event" and not row["open_to_all"] and row["audience"] != "carers"
    )
    return keepers if only_young else who_read_the_board(world, owner, row)


def who_write_the_hello(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """Whoever could, until somebody did; then whoever answers them, who may keep it back."""
    if row.get("sent_at") is None:
        return facts.those_who_write_hellos(owner)
    return facts.those_who_answer(owner) - {world.key_of(row["by_id"])}


def who_read_the_hello(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """They, and whoever answers them where somebody else wrote it."""
    return (facts.those_who_answer(owner) - {world.key_of(row["by_id"])}) | {owner}


def who_are_asked(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """Everybody of the council, and those who ask; a draft: its writer."""
    if row.get("poll_id", row["id"]) in world.poll_drafts:
        return frozenset({owner})
    return facts.young_and_keepers(MEMBERS[owner].council) | {owner}


def who_ask(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    return frozenset({owner})


def who_read_words(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Nobody while it is open."""
    return frozenset()


def for_all_young(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Every young person, and those who could write it."""
    return facts.those_of(MEMBERS[owner].council, facts.WRITERS | {Role.YOUNG})


def who_write_for_all(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    return facts.those_of(MEMBERS[owner].council, facts.WRITERS)


def who_edit(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Pages for everybody, at their editors' desk."""
    return facts.those_of(MEMBERS[owner].council, facts.EDITORS)


def who_write_offers(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Drafts of what the council offers."""
    return facts.those_of(MEMBERS[owner].council, facts.EDITORS)


def of_the_page(world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """What is out: everybody of the council who reads pages. A draft, what is withdrawn, and what
    there is of it that is older: its editors."""
    out = row.get("article_id", row["id"]) in world.pages_out
    reads = facts.READ_PAGES if out and row.get("state") != "draft" else frozenset()
    return facts.those_of(MEMBERS[owner].council, facts.EDITORS | reads)


def of_the_promise(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    return facts.young_and_keepers(MEMBERS[owner].council)


def who_word_letters(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    return facts.those_of(MEMBERS[owner].council, facts.WORD_LETTERS)


def who_word_or_make_letters(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Young people read them in the letters that they make."""
    return facts.those_of(MEMBERS[owner].council, facts.WORD_LETTERS | {Role.YOUNG})


def who_end_letters(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Whose it is; and workers and managers who know why they are in care, and not for some hours
    only."""
    ends = (k for k, m in MEMBERS.items() if m.role in (Role.WORKER, Role.MANAGER) and not m.left)
    return frozenset({owner} | {key for key in ends if facts.sees_fields(key, owner)})


def who_name(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    return facts.those_who_name(owner)


def who_is_shown(_world: World, owner: str, row: Mapping[str, Any]) -> Keys:
    """The young person; and those whom they show it to, what they did not keep back."""
    kept_back = bool(row["hidden"])
    return frozenset({owner}) | (frozenset() if kept_back else facts.those_who_are_shown(owner))


def either(*rules: Rule) -> Rule:
    return lambda world, owner, row: frozenset().union(*(r(world, owner, row) for r in rules))


CALENDAR = to(G.DATES)
PLACE = to(G.DATES | G.ADDRESS)
CODES = to(G.CONTACT | G.ADDRESS | G.SCHOOL | G.HEALTH)


def who_search(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """What was tried to find somebody: not for themselves, unless they ask for it."""
    return those_granted(G.CONTACT, owner) - {owner}


def who_see_fields(_world: World, owner: str, _row: Mapping[str, Any]) -> Keys:
    """Why a manager gave a field: to the young person, and to workers and managers who know why
    they are in care."""
    staff = facts.those_granted(G.REASONS, owner) - {owner}
    return frozenset({owner}) | {k for k in staff if MEMBERS[k].role in (Role.WORKER, Role.MANAGER)}


PAPERS = to(G.IMMIGRATION)
NEXT_HOME = to(G.ADDRESS)

SENSITIVE: dict[str, Rule] = {
    # papers and steps, to whom that field was given, the next home
    "staying_entry.ref": PAPERS,
    "staying_entry.who": PAPERS,
    "staying_entry.phone": PAPERS,
    "staying_entry.language": PAPERS,
    "staying_entry.dialect": PAPERS,
    "staying_entry.where": PAPERS,
    "staying_entry.text": PAPERS,
    "field_grant.why": who_see_fields,
    "move.ref": nobody,
    **{
        f"move.{column}": NEXT_HOME
        for column in (
            "who",
            "pets",
            "room",
            "food",
            "rules",
            "wifi",
            "school",
            "family",
            "visit",
            "bring",
            "takes",
            "where_to",
            "why_off",
        )
    },
    "home_photo.ref": NEXT_HOME,
    "home_photo.words": NEXT_HOME,
    "home_photo.data": NEXT_HOME,
    "move_said.ref": NEXT_HOME,
    "move_said.text": NEXT_HOME,
    "move_said.answer": NEXT_HOME,
    # people and councils
    "council.ref": nobody,
    "council.name": whoever_it_is,
    "council.product": the_council,
    "council.area": the_council,
    "council.duty_phone": the_council,
    "council.night_phone": whoever_it_is,
    "person.ref": either(who_are_led_to, who_name),
    "person.code": who_hear,
    "person.known_as": who_hear,
    "person.first_name": who_choose,
    "person.last_name": who_choose,
    "person.pronouns": who_meet,
    "person.interpreter": themselves,
    "person.home_authority": themselves,
    "person.category": themselves,
    "person.job": either(who_choose, who_name),
    "person.team": who_meet,
    "person.phone": who_call,
    "person.email": themselves,
    "connection.label": the_young_person,
    "connection.does": the_young_person,
    "must_not_know.ref": who_decide,
    "must_not_know.basis": who_decide,
    "must_not_know.lifted_why": who_decide,
    # ways in
    "account.username": themselves,
    "account.passphrase": nobody,
    "account.handle": themselves,
    "session.token_hash": nobody,
    "session.place": themselves,
    "session.provider_sid": nobody,
    "invite.secret": nobody,
    "invite.code_hash": nobody,
    "passkey.ref": themselves,
    "passkey.credential": themselves,
    "passkey.public_key": nobody,
    "passkey.name": themselves,
    "passkey.place": themselves,
    "staff_identity.issuer": nobody,
    "staff_identity.subject": nobody,
    "receipt.key": nobody,
    "receipt.content_hash": nobody,
    "receipt.result_ref": nobody,
    # care, as the council recorded it
    "care_episode.reason_new": nobody,
    "care_episode.legal_status": to(G.REASONS),
    "care_episode.placement": to(G.REASONS | G.ADDRESS),
    "care_episode.provider": nobody,
    "care_episode.reason_ended": nobody,
    "care_episode.reason_change": nobody,
    "missing_episode.kind": nobody,
    "health_return.sdq_reason": to(G.HEALTH),
    "health_return.health_check": nobody,
    "health_return.immunisations": nobody,
    "health_return.teeth_check": nobody,
    "health_return.health_assessment": nobody,
    "leaving_return.in_touch": CODES,
    "leaving_return.activity": CODES,
    "leaving_return.accommodation": CODES,
    "done_on.how": nobody,
    # the plan
    "plan.ref": to(G.PLAN),
    "plan_version.published_by": who_published,
    "plan_version.review_by": to(G.PLAN),
    "plan_version.recalled_why": who_wrote,
    **{f"plan_save.{name}": draft_words for name in WRITTEN},
    **{f"plan_typed.{name}": typed_words for name in WRITTEN},
    "plan_save.ref": draft_words,
    "plan_save.by": draft_words,
    "plan_taken_back.ref": of_the_mistake,
    "plan_taken_back.by": who_took_it,
    "plan_saw_it.what": of_the_mistake,
    "plan_breach_step.note": of_the_mistake,
    "plan_breach_step.by": of_the_mistake,
    "plan_part.need": plan_part,
    "plan_part.official": plan_part,
    "plan_part.who": plan_part,
    "plan_part.by_when": plan_part,
    "plan_part.change_note": plan_part,
    "plan_part.content": nobody,
    "wording.need": plan_part,
    "wording.text": plan_part,
    "wording.author": nobody,
    "promise.ref": promise,
    "promise.owner_label": promise,
    "promise.text": promise,
    "promise.source_key": nobody,
    "promise.state_note": promise,
    "promise_step.note": step_of_promise,
    # goals, steps and sittings; own words and early reviews
    "sitting.ref": who_sat,
    "sitting.note": who_sat,
    "goal.ref": plan_part,
    "goal.text": plan_part,
    "goal.say": plan_part,
    "goal.why": plan_part,
    "goal_step.ref": plan_part,
    "goal_step.text": plan_part,
    "goal_step.owner_label": plan_part,
    "goal_step.why": plan_part,
    "goal_change.ref": plan_part,
    "goal_change.old": plan_part,
    "goal_change.new": plan_part,
    "own_words.ref": nobody,
    "own_words.text": plan_part,
    "early_review.ref": who_answer_early,
    "early_review.why": who_answer_early,
    "early_review.words": who_answer_early,
    "promise.instead": promise,
    "promise_step.instead": step_of_promise,
    # cards
    "intro_card.does": who_see_the_card,
    "intro_card.hello": who_see_the_card,
    "intro_card.languages": who_see_the_card,
    "intro_photo.data": who_see_the_card,
    # dates
    "visit.ref": CALENDAR,
    "visit.by_label": CALENDAR,
    "visit.where": PLACE,
    "visit.note": CALENDAR,
    "visit.key": nobody,
    "family_time.ref": family_time,
    "family_time.with_label": family_time,
    "family_time.brings": family_time,
    "family_time.there": family_time,
    "family_time.why_cancelled": family_time,
    "family_time.where": family_time,
    "family_time.note": family_time,
    "family_time.key": nobody,
    "review.ref": CALENDAR,
    "review.run_by_label": CALENDAR,
    "review.where": PLACE,
    "review.note": to(G.DATES | G.REVIEWS),
    "review.code": nobody,
    "review.key": nobody,
    "review_comer.ref": REVIEWS,
    "review_comer.name": REVIEWS,
    "review_comer.does": REVIEWS,
    "review_comer.why": REVIEWS,
    "review_comer.wish_why": REVIEWS,
    "agenda_point.ref": REVIEWS,
    "agenda_point.text": REVIEWS,
    "agenda_point.heard": REVIEWS,
    "review_talk.how": talk_alone,
    "review_talk.said_ref": themselves,
    **{
        f"review_record.{name}": the_letter
        for name in (
            "greeting",
            "well",
            "hard",
            "talked",
            "ahead",
            "signed",
            "translated_by",
            "put_right",
            "decided",
            "by",
        )
    },
    "review_decision.ref": the_letter,
    "review_decision.text": the_letter,
    "review_decision.why": the_letter,
    "review_decision.owner_label": the_letter,
    "review_decision.promise_ref": nobody,
    "review_step.why": REVIEWS,
    "review_dispute.ref": the_challenge,
    "review_dispute.about": the_challenge,
    "review_dispute.ended_words": REVIEWS,
    "dispute_step.to_label": REVIEWS,
    "dispute_step.answer": the_challenge,
    "review_return.ref": who_agree_to_files,
    # words between people
    "conversation.ref": talk_ref,
    "message.ref": words_between,
    "message.text": words_between,
    "message.kept": first_words,
    "draft.text": who_writes,
    "upload.ref": words_between,
    "upload_bytes.data": words_between,
    "notice.source_ref": themselves,
    "outbox.source_ref": nobody,
    "outbox.dedupe": nobody,
    "opening.ref": who_see_it,
    "opening.why": who_see_it,
    "opening.lead_why": who_see_it,
    "opening_decision.why": who_see_it,
    # what must not wait, replies to begin from, notes between staff
    "worry.ref": who_see_the_worry,
    "worry.done": who_see_the_worry,
    "saved_reply.ref": who_use_the_reply,
    "saved_reply.title": who_use_the_reply,
    "saved_reply.child": who_use_the_reply,
    "saved_reply.teen": who_use_the_reply,
    "saved_reply.adult": who_use_the_reply,
    "staff_note.ref": staff_who_read,
    "staff_note.text": staff_who_read,
    # a plan made together
    "own_line.ref": themselves,
    "own_line.text": own_line,
    "plan_response.ref": what_was_said,
    "plan_response.why": what_was_said,
    "plan_response.again_why": what_was_said,
    "plan_answer.text": what_was_answered,
    # what they asked for
    "claim.ref": of_claim,
    "claim.wish": of_claim,
    "claim_step.words": of_claim,
    # what is wrong, and what is good
    "complaint.ref": of_complaint,
    "complaint.text": of_complaint,
    "complaint.wanted": of_complaint,
    "complaint.about": of_complaint,
    "complaint.investigator": of_complaint,
    "complaint.independent": of_complaint,
    "complaint_step.words": of_complaint,
    "complaint_answer.text": of_complaint,
    "complaint_answer.learned": of_register,
    "wrong_draft.fields": who_writes,
    "good_news.ref": of_good_news,
    "good_news.text": of_good_news,
    "good_news_to.reply": of_good_news,
    # what was said, to whom they chose
    "said.ref": read_by_chosen,
    "said.text": read_by_chosen,
    "said.helped_by": read_by_chosen,
    "said_answer.text": answer_to_chosen,
    "said_answer.found_text": answer_to_chosen,
    "said_draft.text": who_writes,
    **dict.fromkeys(
        (
            "decision.ref",
            "decision.title",
            "decision.why",
            "decision.means",
            "decision.decides",
            "decision.origin_words",
            "decision.not_asked",
        ),
        reads_decision,
    ),
    **dict.fromkeys(
        ("decision_step.note", "decision_step.title", "decision_step.why", "decision_step.means"),
        step_of_decision,
    ),
    "big_question.words": to(G.PLAN | G.REASONS),
    "big_question.decides": to(G.PLAN | G.REASONS),
    "say_draft.text": who_writes,
    # keeping in touch
    "contact.ref": to(G.CONTACT),
    "contact.note": to(G.CONTACT),
    "rhythm.wish": to(G.CONTACT),
    "check_in.ref": themselves,
    "check_in.words": CODES,
    "confirmed.evidence": CODES,
    "lost_touch.ref": nobody,
    "lost_touch.how_found": who_search,
    "lost_touch_step.note": who_search,
    # when the council answers, and who is away
    "closed_day.why": who_keep_hours,
    "leave.ref": who_change_the_leave,
    # hand-overs, and to whom nothing goes any more
    "hand_over.ref": who_hand_over,
    "hand_over.batch": who_hand_over,
    "hand_over.why": who_hand_over,
    "hand_over.words": who_is_told_of_it,
    "hand_over.note": who_hand_over,
    "stop.ref": who_stop,
    "stop.basis": who_stop,
    "stop.lift_basis": who_stop,
    # one's own pages, and the diary
    "my_answer.text": who_is_shown,
    "my_answer_before.text": themselves,
    "own_fact.value": themselves,
    "feeling.ref": nobody,
    "feeling.words": themselves,
    "diary.salt": nobody,
    "diary.proof": nobody,
    "diary_entry.ref": nobody,
    "diary_entry.sealed": nobody,
    "diary_open.sealed": nobody,
    # documents: of one that is shown the world says to whom
    "document.ref": themselves,
    "document.title": themselves,
    # what is said before a meeting: what was sent of a part is a row of `said`
    "view_sheet.ref": themselves,
    "view_sheet.helped_by": who_reads_the_wishes,
    "view_sheet.there": who_reads_the_wishes,
    "view_sheet.not_there": who_reads_the_wishes,
    "view_sheet.place": who_reads_the_wishes,
    "view_sheet.time": who_reads_the_wishes,
    "view_sheet.speaker": who_reads_the_wishes,
    "view_sheet.spoken": who_reads_the_wishes,
    "view_part.text": themselves,
    "view_heading.name": the_council,
    "view_heading.child": the_council,
    "view_heading.teen": the_council,
    "view_heading.adult": the_council,
    # news
    "news_group.ref": who_write_to_groups,
    "news_group.name": who_write_to_groups,
    "news_item.ref": who_see_it_sent,
    "news_item.title": who_see_news,
    "news_item.text": who_see_news,
    "news_to.ref": who_has_the_copy,
    "news_reply.ref": who_read_the_answers,
    "news_reply.text": who_read_the_answers,
    # ways to be told
    "push_way.endpoint": nobody,
    "push_way.endpoint_hash": nobody,
    "push_way.p256dh": nobody,
    "push_way.auth": nobody,
    "own_way.value": themselves,
    "own_way.code_seed": nobody,
    "nickname.word": themselves,
    "nickname.mark": themselves,
    "delivery.sign": nobody,
    # groups, polls, the promise
    "meet_group.ref": who_see_the_group,
    "meet_group.name": who_see_the_group,
    "meet_group.text": who_see_the_group,
    "meet_group.meets": who_see_the_group,
    "meet_group.access": who_see_the_group,
    "meet_group.place": who_are_told_where,
    "meet_group.way": who_are_told_where,
    "meeting.ref": who_run_the_group,
    "meeting.place": who_are_told_where,
    "meeting.note": who_are_told_where,
    "group_date.ref": themselves,
    "group_date.note": of_that_date,
    "poll.ref": who_are_asked,
    "poll.title": who_are_asked,
    "poll.intro": who_are_asked,
    "poll_question.ref": who_ask,
    "poll_question.text": who_are_asked,
    "poll_option.text": who_are_asked,
    "poll_words.text": who_read_words,
    "we_did.ref": who_write_for_all,
    "we_did.said": for_all_young,
    "we_did.did": for_all_young,
    "we_did_words.said": for_all_young,
    "we_did_words.did": for_all_young,
    "pledge_point.ref": of_the_promise,
    "pledge_point.text": of_the_promise,
    "pledge_before.text": of_the_promise,
    "pledge_evidence.text": of_the_promise,
    # what the council offers, at the editors' desk
    "local_draft.ref": who_write_offers,
    "local_draft.body": who_write_offers,
    # pages, at the editors' desk
    # pages, and their editors' desk
    "article.ref": who_edit,
    "article.slug": of_the_page,
    "article.town": of_the_page,
    "article_version.ref": who_edit,
    "article_version.title": of_the_page,
    "article_version.summary": of_the_page,
    "article_version.amount": of_the_page,
    "article_version.who": of_the_page,
    "article_version.until": of_the_page,
    "article_version.bring": of_the_page,
    "article_version.decides": of_the_page,
    "article_version.takes": of_the_page,
    "article_version.if_no": of_the_page,
    "article_version.body": of_the_page,
    "article_link.url": who_edit,
    # letters and passes
    "letter_words.ref": who_word_letters,
    "letter_words.text": who_word_or_make_letters,
    "letter_words.phone": who_word_letters,
    "proof.ref": who_end_letters,
    "proof.serial": themselves,
    "proof_code.serial_hash": nobody,
    # things to do, hellos
    "opportunity_change.ref": who_keep_these,
    "opportunity_change.meant": who_keep_these,
    "opportunity.ref": who_read_the_board,
    "opportunity.title": who_read_the_board,
    "opportunity.text": who_read_the_board,
    "opportunity.who_can": who_read_the_board,
    "opportunity.how": who_read_the_board,
    "opportunity.bring": who_read_the_board,
    "opportunity.town": who_read_the_board,
    "opportunity.place": where_it_is,
    "opportunity.web": who_read_the_board,
    "hello.ref": who_write_the_hello,
    "hello.text": who_read_the_hello,
    # the import
    "import_run.files": nobody,
    "import_finding.file": nobody,
    "import_finding.column": nobody,
    "import_finding.value": nobody,
    "import_finding.problem": nobody,
    "import_finding.what_to_do": nobody,
}

_LISTED = "one of a list of words of ours"
_COPY = "a copy of what has a marker where it comes from"

PLAIN: dict[str, str] = {
    # pages, at the editors' desk
    "article.scope": _LISTED,
    "article_link.outcome": _LISTED,
    "article_version.language": _LISTED,
    "article_version.state": _LISTED,
    "article_version.needs": _LISTED,
    "article_version.ages": _LISTED,
    "article_version.reader": _LISTED,
    "article_version.items": _LISTED,
    "article_version.sure": _LISTED,
    "article_version.seed": "numbers of lines of founding documents",
    "article_version.sources": "JSON; its names and addresses are for everybody",
    # letters and passes
    "letter_words.language": _LISTED,
    "proof.name": _LISTED,
    "proof.name_hash": "a hash of what has a marker where it comes from",
    "proof.language": _LISTED,
    # things to do, hellos
    "opportunity_change.did": _LISTED,
    "opportunity.sort": _LISTED,
    "opportunity.audience": _LISTED,
    "opportunity.need": _LISTED,
    "hello.occasion": _LISTED,
    "hello_wish.feasts": _LISTED,
    "hello.language": _LISTED,
    # groups, polls, the promise
    "meet_group.about": _LISTED,
    "meeting.state": _LISTED,
    "group_date.says": _LISTED,
    "group_date.needs": _LISTED,
    "group_date.language": _LISTED,
    "poll.language": _LISTED,
    "poll.audience": _LISTED,
    "poll_question.kind": _LISTED,
    "poll_words.language": _LISTED,
    "we_did.source": _LISTED,
    "we_did.language": _LISTED,
    "we_did_words.band": _LISTED,
    "we_did_words.language": _LISTED,
    "pledge_point.state": _LISTED,
    "pledge_before.state": _LISTED,
    "pledge_count.quarter": "a quarter of a year",
    "pledge_count.answer": _LISTED,
    "pledge_done.quarter": "a quarter of a year",
    # papers and steps, the next home
    "staying_entry.topic": _LISTED,
    "staying_entry.key": "which one of a list of ours; of a paper, its ref, which is a marker",
    "staying_entry.state": _LISTED,
    "staying_entry.gender": _LISTED,
    "move.end": _LISTED,
    "move_said.kind": _LISTED,
    # goals, steps and sittings; own words and early reviews
    "sitting.says": _LISTED,
    "goal.area": _LISTED,
    "goal.plan_kind": _LISTED,
    "goal.skill": _LISTED,
    "goal.state": _LISTED,
    "goal_step.doer": _LISTED,
    "goal_step.state": _LISTED,
    "goal_change.what": _LISTED,
    "own_words.area": _LISTED,
    "skill_mark.before": _LISTED,
    "skill_mark.level": _LISTED,
    "skill_mark.skill": _LISTED,
    "early_review.says": _LISTED,
    # writing plans
    "plan_draft.kind": _LISTED,
    "plan_draft.area": _LISTED,
    "plan_save.kind": _LISTED,
    "plan_save.area": _LISTED,
    "plan_typed.kind": _LISTED,
    "plan_typed.area": _LISTED,
    "plan_taken_back.kind": _LISTED,
    "plan_taken_back.why": _LISTED,
    "plan_saw_it.role": _LISTED,
    "plan_saw_it.how": _LISTED,
    "plan_breach_step.step": _LISTED,
    # a plan made together
    "said.kind": _LISTED,
    "said.topic": _LISTED,
    "said.called": "what a council calls one of its headings, which is a marker there",
    "said.symbols": _LISTED,
    "said.owner": _LISTED,
    "said.state": _LISTED,
    "said.language": _LISTED,
    "said.about_ref": _COPY,
    "said_step.what": _LISTED,
    "said_step.where_ref": _COPY,
    "said_answer.kind": _LISTED,
    "said_answer.promise_ref": _COPY,
    "said_answer.found": _LISTED,
    "said_draft.about_ref": _COPY,
    "claim.item": _LISTED,
    "claim.language": _LISTED,
    "claim.state": _LISTED,
    "claim_step.what": _LISTED,
    "claim_step.how": _LISTED,
    "claim_paper.document_ref": _COPY,
    "complaint.language": _LISTED,
    "complaint.happened": _LISTED,
    "complaint.state": _LISTED,
    "complaint.from_ref": _COPY,
    "complaint_step.what": _LISTED,
    "complaint_answer.outcome": _LISTED,
    "complaint_answer.promise_ref": _COPY,
    "kept_from.source_kind": _LISTED,
    "wrong_draft.about": "names a form, not what is in it",
    "good_news.language": _LISTED,
    "good_news_to.tap": _LISTED,
    "quarter_in_numbers.shown": "numbers of five or more, and codes",
    "decision.about": _LISTED,
    "decision.state": _LISTED,
    "decision.language": _LISTED,
    "decision.origin": _LISTED,
    "decision.heard": _LISTED,
    "decision_step.what": _LISTED,
    "decision_step.state": _LISTED,
    "decision_step.language": _LISTED,
    "own_line.kind": _LISTED,
    "own_line.area": _LISTED,
    "plan_response.kind": _LISTED,
    "plan_response.area": _LISTED,
    "plan_response.says": _LISTED,
    "plan_response.state": _LISTED,
    "big_question.question": _LISTED,
    "big_question.stands": _LISTED,
    "say_draft.about": "names a part of a plan or what is answered, not what it says",
    # keeping in touch
    "check_in.doing": _LISTED,
    "check_in.feeling": _LISTED,
    "check_in.living": _LISTED,
    "check_in.why": _LISTED,
    "confirmed.accommodation": _LISTED,
    "confirmed.activity": _LISTED,
    "confirmed.in_touch": _LISTED,
    "contact.began": _LISTED,
    "contact.how": _LISTED,
    "lost_touch_step.step": _LISTED,
    "rhythm.best": _LISTED,
    "rhythm.how": _LISTED,
    "account.band": _LISTED,
    "account.language": _LISTED,
    "account.look": _LISTED,
    "account.state": _LISTED,
    "account.theme": _LISTED,
    "agenda_item.kind": _LISTED,
    "agenda_item.source_kind": _LISTED,
    "agenda_item.source_ref": _COPY,
    "agenda_item.state": _LISTED,
    "agenda_item.with_label": _COPY,
    "agenda_item.zone": _LISTED,
    "audit_event.act": _LISTED,
    "audit_event.earlier": "a hash that only the verify command reads",
    "audit_event.hash": "a hash that only the verify command reads",
    "audit_event.role": _LISTED,
    "audit_event.what": "a route's name",
    "audit_head.hash": "a hash that only the verify command reads",
    "connection.kind": _LISTED,
    "conversation.kind": _LISTED,
    "council.kind": _LISTED,
    "done_on.clock": _LISTED,
    "family_time.how": _LISTED,
    "family_time.state": _LISTED,
    "family_time.zone": _LISTED,
    "hand_over.kind": _LISTED,
    "heartbeat.worker": "the name of a process of ours",
    "import_finding.level": _LISTED,
    "invite.purpose": _LISTED,
    "invite.role": _LISTED,
    "job_run.name": _LISTED,
    "job_run.outcome": "the class of an error, never its words",
    "job_run.worker": "the name of a process of ours",
    "local_standard.clock": _LISTED,
    "local_standard.rule": "the council's own standard, of nobody",
    "local_standard.source": "the council's own standard, of nobody",
    "local_standard.unit": _LISTED,
    "membership.role": _LISTED,
    "message.kind": _LISTED,
    "upload.kind": _LISTED,
    "upload.mime": _LISTED,
    "upload_bytes.part": _LISTED,
    "must_not_know.ground": _LISTED,
    "notice.kind": _LISTED,
    "notice.source_kind": _LISTED,
    "opening.kind": _LISTED,
    "outbox.kind": _LISTED,
    "owed.kind": _LISTED,
    "owed.rule": "a rule of law",
    "owed.source": "a rule of law",
    "owed.source_kind": _LISTED,
    "owed.source_ref": _COPY,
    "passkey.transports": _LISTED,
    "person.kind": _LISTED,
    "person.language": _LISTED,
    "plan.kind": _LISTED,
    "plan_part.area": _LISTED,
    "promise.area": _LISTED,
    "promise.source_kind": _LISTED,
    "promise.state": _LISTED,
    "promise_step.state": _LISTED,
    "review.kind": _LISTED,
    "review.state": _LISTED,
    "review.zone": _LISTED,
    "review_comer.comes": _LISTED,
    "review_comer.wish": _LISTED,
    "review_talk.wanted": _LISTED,
    "review_step.what": _LISTED,
    "review_step.took": _LISTED,
    "review_step.code": _LISTED,
    "review_step.suggested": _LISTED,
    "review_prep.how": _LISTED,
    "review_prep.wanted": _LISTED,
    "review_dispute.outcome": _LISTED,
    "dispute_step.level": _LISTED,
    "review_record.language": _LISTED,
    "review_decision.area": _LISTED,
    "seen.thing": _LISTED,
    "seen.thing_key": "names a part of a plan, not what it says",
    "session.device": _LISTED,
    "session.strength": _LISTED,
    "stop.why": _LISTED,
    "tally.name": "a hash",
    "visit.kind": _LISTED,
    "visit.state": _LISTED,
    "visit.zone": _LISTED,
    "wording.band": _LISTED,
    "wording.language": _LISTED,
    "wording.state": _LISTED,
    "news_item.audience": _LISTED,
    "news_item.language": _LISTED,
    "worry.found": _LISTED,
    "worry.source_kind": _LISTED,
    "worry.source_ref": _COPY,
    "worry.why": _LISTED,
    "owed_step.kind": _LISTED,
    "owed_step.source_kind": _LISTED,
    "owed_step.step": _LISTED,
    # ways to be told
    "own_way.kind": _LISTED,
    "choice.topic": _LISTED,
    "choice.channel": _LISTED,
    "delivery.channel": _LISTED,
    "delivery.state": _LISTED,
    "delivery.error": _LISTED,
    # one's own pages
    "own_fact.code": _LISTED,
    "local_draft.offered_by": "the name of a council",
    "local_draft.code": "of an offer that everybody reads",
    "local_item.ref": "of an offer that everybody reads; no page names it",
    "local_item.offered_by": "the name of a council",
    "local_item.code": "of an offer that everybody reads",
    "local_item.body": "of an offer that everybody reads",
    "my_answer.code": _LISTED,
    "my_answer.language": _LISTED,
    "my_answer.page": _LISTED,
    "my_answer_before.code": _LISTED,
    "my_answer_before.language": _LISTED,
    "my_answer_before.page": _LISTED,
    "feeling.mood": _LISTED,
    # what is said before a meeting
    "view_sheet.occasion": _LISTED,
    "view_sheet.about_ref": _COPY,
    "view_sheet.takes_part": _LISTED,
    "view_sheet.chair": _LISTED,
    "view_sheet.alone": _LISTED,
    "view_sheet.interpreter": _LISTED,
    "view_part.heading": _LISTED,
    "view_part.language": _LISTED,
    "view_part.symbols": _LISTED,
    "view_part.silent": _LISTED,
    "view_heading.code": "of a list of ours, or made at random, of what a council asks everybody",
    "view_heading.icon": _LISTED,
    "view_heading.occasions": _LISTED,
    # documents
    "document.kind": _LISTED,
    # shown to others
    "share.thing": _LISTED,
    "share.key": "the ref of a document, which is a marker there",
    "share.to": _LISTED,
}
